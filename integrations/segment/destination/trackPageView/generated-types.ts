// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The kind of view: page or screen. Defaults to the type of the call.
   */
  type: string
  /**
   * The name of the page or the screen.
   */
  name?: string
  /**
   * The category of the page or the screen.
   */
  category?: string
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
   * The ID of the account for which the user acted. It is hashed with the ID Key before it is sent. Leave it empty where there are no accounts.
   */
  group_id?: string
  /**
   * The properties of the view, such as path and title. Of addresses the path and utm_ parameters are sent.
   */
  properties?: {
    [k: string]: unknown
  }
  /**
   * The page on which the event happened. Fragments and all parameters but those that begin with utm_ are left out.
   */
  page?: {
    /**
     * The address of the page.
     */
    url?: string
    /**
     * The path of the page.
     */
    path?: string
    /**
     * The address of the page before it.
     */
    referrer?: string
  }
  /**
   * The campaign that led to the page: name, source, medium, term and content.
   */
  campaign?: {
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
