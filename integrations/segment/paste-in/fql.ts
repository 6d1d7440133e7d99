/** A trigger of Segment's, parsed when the function is made. */
export type Condition =
  | { type: 'group'; operator: 'and' | 'or'; children: Condition[] }
  | { type: 'event-type'; operator: string; value?: string }
  | { type: 'event'; operator: string; value?: string }
  | { type: 'event-context'; name: string; operator: string; value?: string }

export interface SegmentEvent {
  type?: string
  event?: string
  context?: { [key: string]: unknown } | null
  [key: string]: unknown
}

/** What the triggers of this destination are made of, and no more: `and`, `or`, `=` and `!=`. */
export function meets(condition: Condition, event: SegmentEvent): boolean {
  if (condition.type === 'group') {
    return condition.operator === 'and'
      ? condition.children.every((child) => meets(child, event))
      : condition.children.some((child) => meets(child, event))
  }
  const actual = actualOf(condition, event)
  const isEqual = String(actual) === String(condition.value)
  return condition.operator === '=' ? isEqual : !isEqual
}

function actualOf(condition: Exclude<Condition, { type: 'group' }>, event: SegmentEvent): unknown {
  if (condition.type === 'event-type') return event.type
  return condition.type === 'event' ? event.event : valueAt(event.context, condition.name)
}

/** @example valueAt({ a: { b: 1 } }, 'a.b') // 1 */
export function valueAt(value: unknown, path: string): unknown {
  let found = value
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as { [key: string]: unknown })[key]
  }
  return found
}
