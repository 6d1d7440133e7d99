import type { MessageSettings, Preferences } from './types'

/**
 * Whether nothing may be sent of an event. Segment checks consent too where it is set up to: this does not rest on it.
 * An event without the object flows, as it does in Segment; an empty one refuses everything, and a category that is not
 * in it was not consented to.
 *
 * @example isRefused({ Analytics: true }, 'Advertising') // true
 */
export function isRefused(
  preferences: Preferences | undefined,
  category: MessageSettings['required_consent_category']
): boolean {
  if (preferences === undefined) return false
  if (preferences === null || Object.keys(preferences).length === 0) return true
  return category !== undefined && category !== '' && preferences[category] !== true
}
