import type { EventType, NormalizedEvent } from '../../../../protocol/event.ts'
import type { Variant } from './component.ts'
import type { GroupedExceptions } from './exceptions.ts'
import { groupExceptions } from './exceptions.ts'
import { groupMessage } from './message.ts'
import { groupCsp, groupHostReport, groupNel, groupTemplate } from './reports.ts'
import type { GroupingContext } from './stack.ts'
import { groupStacktrace, groupThreads } from './threads.ts'

/**
 * The name under which events remember that they were grouped by this folder. What is here is frozen: a change would give
 * known problems new issues, so another way to group is another folder.
 */
export const config = '2026-11'

/** The ways to group, best first: the first one with something to say wins. */
const strategies: ((event: NormalizedEvent, context: GroupingContext) => Variant[])[] = [
  groupThreads,
  groupStacktrace,
  (event) => (event.template ? groupTemplate(event.template) : []),
  (event) => (isReport(event, 'csp') && event.csp ? groupCsp(event.csp) : []),
  (event) => (isReport(event, 'hpkp') && event.hpkp ? groupHostReport('hpkp', event.hpkp) : []),
  (event) =>
    isReport(event, 'expectstaple') && event.expectstaple ? groupHostReport('expect-staple', event.expectstaple) : [],
  (event) => (isReport(event, 'expectct') && event.expectct ? groupHostReport('expect-ct', event.expectct) : []),
  (event) => (event.nel ? groupNel(event.nel, event.request?.url ?? null) : []),
  (event) => (event.logentry ? groupMessage(event.logentry) : []),
]

/** Error events may carry a report as context; they are grouped as what they are. */
function isReport(event: NormalizedEvent, type: EventType): boolean {
  return !event.type || event.type === 'default' || event.type === type
}

/** The variants of the winning way, of which at least one contributes, or none at all. */
export function variantsOf(event: NormalizedEvent, context: GroupingContext): GroupedExceptions {
  if (event.exception?.values?.length) {
    const grouped = groupExceptions(event, context)
    const variants = settleVariants(grouped.variants)
    if (variants.some((variant) => variant.contributes)) return { variants, main: grouped.main }
  }
  for (const strategy of strategies) {
    const variants = settleVariants(strategy(event, context))
    if (variants.some((variant) => variant.contributes)) return { variants, main: null }
  }
  return { variants: [], main: null }
}

/** A variant without a stack gives way to one that has it; `system` gives way where it says the same as `app`. */
function settleVariants(variants: Variant[]): Variant[] {
  const withStack = variants.find((variant) => variant.contributes && variant.hasStack)
  const app = variants.find((variant) => variant.name === 'app')
  return variants.map((variant) => {
    if (!variant.contributes) return variant
    if (withStack !== undefined && !variant.hasStack) {
      return silence(variant, `gives way to the ${withStack.name} variant, which has a stack trace`)
    }
    if (
      variant.name === 'system' &&
      app?.contributes === true &&
      app.hasStack &&
      sameValues(app.values, variant.values)
    ) {
      return silence(variant, 'says the same as the app variant')
    }
    return variant
  })
}

function silence(variant: Variant, hint: string): Variant {
  return { ...variant, contributes: false, hint, component: { ...variant.component, contributes: false, values: [] } }
}

function sameValues(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
