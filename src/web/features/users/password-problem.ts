/** The server's own limit; it has the last word. */
export const leastPasswordLength = 8

/** What keeps a new password from being sent; null when nothing does. */
export function passwordProblem(password: string, again: string): 'short' | 'different' | null {
  if (password.length < leastPasswordLength) return 'short'
  return password === again ? null : 'different'
}
