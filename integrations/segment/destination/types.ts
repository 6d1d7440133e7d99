export type Properties = { [key: string]: unknown }

/** What the visitor chose, by consent category; null is no answer, which is a refusal. */
export type Preferences = { [category: string]: unknown } | null

/** The settings that a message depends on. */
export interface MessageSettings {
  id_key: string
  required_consent_category?: string
}

/** Fields that every action has. */
export interface CommonPayload {
  message_id?: string
  timestamp?: string | number
  user_id?: string
  anonymous_id?: string
  email?: string
  group_id?: string
  consent?: Preferences
}

/** A call of Segment's HTTP Tracking API, with keyed hashes in the place of identifiers. */
export interface Message {
  type: 'track' | 'page' | 'screen' | 'identify' | 'alias' | 'group'
  messageId?: string
  timestamp?: string | number
  userId?: string
  anonymousId?: string
  previousId?: string
  groupId?: string
  event?: string
  name?: string
  category?: string
  properties?: Properties
  traits?: Properties
  context?: Properties
}

/** What becomes of one event before anything is sent. */
export type Draft =
  | { kind: 'message'; message: Message }
  /** The visitor did not consent to the category that this destination asks for. */
  | { kind: 'withheld' }
  | { kind: 'invalid'; reason: string }

/** The server's answer to one message of a batch. */
export interface Row {
  status: number
  message?: string
}

export interface BatchAnswer {
  success?: boolean
  /** As it came: {@link Row}, each with its place. */
  results?: ({ index?: unknown; status?: unknown; message?: unknown } | null)[]
}
