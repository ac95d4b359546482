import type { JsonObject, Template } from '../../../../protocol/event.ts'
import { blockedSource, effectiveDirective, localViolation } from '../../csp.ts'
import type { GroupingComponent } from '../../../../protocol/event.ts'
import type { Variant } from './component.ts'
import { branch, ignored, leaf } from './component.ts'

/** A Content-Security-Policy report: the directive and the host that was blocked, or how an inline script broke it. */
export function groupCsp(csp: JsonObject): Variant[] {
  const directive = effectiveDirective(csp)
  const violation = localViolation(csp)
  const what = violation ?? blockedSource(csp)
  return defaultVariant(
    'csp',
    [directive, what],
    [
      leaf('salt', directive),
      violation === null ? ignored('violation', 'neither inline nor eval') : leaf('violation', violation),
      violation === null ? leaf('uri', what) : ignored('uri', 'the violation says more'),
    ],
    'url',
  )
}

/** HPKP, Expect-CT and Expect-Staple reports: one group a host. */
export function groupHostReport(id: 'hpkp' | 'expect-ct' | 'expect-staple', report: JsonObject): Variant[] {
  const hostname = text(report['hostname'])
  return defaultVariant(id, [id, hostname], [leaf('salt', id), leaf('hostname', hostname)], 'hostname')
}

/** A Network Error Logging report: the kind of failure and the host it happened on. */
export function groupNel(nel: JsonObject, url: string | null): Variant[] {
  const body = nel['body']
  const type =
    body !== null && typeof body === 'object' && !Array.isArray(body) ? text(body['type']) : text(nel['type'])
  const host = hostOf(text(nel['url']) || url || '')
  return defaultVariant(
    'nel',
    ['nel', type, host],
    [leaf('salt', 'nel'), leaf('type', type), leaf('hostname', host)],
    'nel',
  )
}

/** A template error: the file and its line of source. */
export function groupTemplate(template: Template): Variant[] {
  const components: GroupingComponent[] = []
  const values: string[] = []
  if (template.filename) {
    values.push(template.filename)
    components.push(leaf('filename', template.filename))
  }
  if (template.context_line) {
    values.push(template.context_line)
    components.push(leaf('context-line', template.context_line))
  }
  return values.length === 0 ? [] : defaultVariant('template', values, components, 'template')
}

function defaultVariant(id: string, values: string[], components: GroupingComponent[], description: string): Variant[] {
  const component = branch(id, true, components)
  return [{ name: 'default', contributes: true, hint: null, values, hasStack: false, component, description }]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? ''
}
