/** Where to go after signing in: a path of this site, else home. Never another host (`//evil.test`, `/\evil.test`). */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/'
}
