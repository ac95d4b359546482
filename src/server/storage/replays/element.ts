import type { ReplayClickPart } from './port.ts'
import type { ReplayElement } from './records.ts'
import { compileTextMatch } from '../text-match.ts'

/** An element as one text: what the dictionary knows it by. */
export function writeElement(element: ReplayElement): string {
  const { tag, id, classes, text, role, alt, testId, ariaLabel, title, componentName } = element
  return JSON.stringify([tag, id, classes, text, role, alt, testId, ariaLabel, title, componentName])
}

export function readElement(written: string): ReplayElement {
  const [tag, id, classes, text, role, alt, testId, ariaLabel, title, componentName]: [
    string,
    string,
    string[],
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ] = JSON.parse(written)
  return { tag, id, classes, text, role, alt, testId, ariaLabel, title, componentName }
}

/** What tells selectors apart. */
export function selectorOf(element: ReplayElement): ReplayElement {
  return { ...element, text: '', componentName: '' }
}

/** The test whether an element meets all parts. */
export function compileClick(parts: ReplayClickPart[]): (element: ReplayElement) => boolean {
  const tests = parts.map(({ part, match }) => {
    const test = compileTextMatch(match)
    const meets = (text: string): boolean => text !== '' && test(text)
    if (part === 'class') return (element: ReplayElement) => element.classes.some(meets)
    return (element: ReplayElement) => meets(element[part])
  })
  return (element) => tests.every((test) => test(element))
}
