/** Kept for the browser's session: the question comes back with the next sign-in, not with the next page. */
const storageKey = 'lapwing.password-later'

export function postponePassword(): void {
  try {
    sessionStorage.setItem(storageKey, 'yes')
  } catch {
    // Without storage the question comes again.
  }
}

export function isPasswordPostponed(): boolean {
  try {
    return sessionStorage.getItem(storageKey) === 'yes'
  } catch {
    return false
  }
}
