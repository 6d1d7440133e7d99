// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The ID of the account. It is hashed with the ID Key before it is sent.
   */
  group_id: string
  /**
   * The ID of the user in your system. It is hashed with the ID Key before it is sent; a value that is hashed that way already is sent as it is.
   */
  user_id?: string
  /**
   * The random ID of the device. A UUID is sent as it is, so that the device meets itself where the Inkling tracker uses the same ID; anything else is hashed with the ID Key.
   */
  anonymous_id?: string
  /**
   * The user's email address. It is hashed with the ID Key before it is sent, and used as an identifier only; a value that is hashed that way already is sent as it is.
   */
  email?: string
  /**
   * What is known of the account: plan, trial_start_date, trial_end_date and seats. Names and other traits that name somebody are left out.
   */
  traits?: {
    [k: string]: unknown
  }
  /**
   * The ID of the event. An event that is sent again under the same ID counts once.
   */
  message_id?: string
  /**
   * The time at which the event happened, as an ISO 8601 date. Defaults to the time of the event.
   */
  timestamp?: string | number
  /**
   * The consent categories that the visitor allowed or refused. An empty object refuses everything.
   */
  consent?: {
    [k: string]: unknown
  } | null
  /**
   * When enabled, events are sent in batches. Defaults to enabled.
   */
  enable_batching?: boolean
}
