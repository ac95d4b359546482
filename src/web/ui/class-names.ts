/** Joins the class names that apply. */
export const classNames = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ')

/** What floats above the page: menus, pickers. */
export const floatClass = 'appear rounded-md border border-line bg-float text-text-1 shadow-float outline-none'
