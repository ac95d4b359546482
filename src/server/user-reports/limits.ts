/** Sentry's lengths: what is longer is cut. */
const limits = { name: 128, email: 75, comments: 4096 } as const

export interface ReportText {
  name: string
  email: string
  comments: string
}

/** Cuts what people wrote to what is kept. */
export function cutReport({ name, email, comments }: ReportText): ReportText {
  return {
    name: name.trim().slice(0, limits.name),
    email: email.trim().slice(0, limits.email),
    comments: comments.trim().slice(0, limits.comments),
  }
}
