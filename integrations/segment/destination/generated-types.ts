// Generated file. DO NOT MODIFY IT BY HAND.

export interface Settings {
  /**
   * The address of your Inkling server, for example https://inkling.example.com. What you send stays in the region in which that server stands.
   */
  endpoint: string
  /**
   * The secret key of your site, which begins with sk_; "inkling site list" prints it on the server.
   */
  secret_key: string
  /**
   * The permanent ID of your site, which begins with st_; "inkling site list" prints it as the site id. User IDs and email addresses are hashed with it before they are sent; the server hashes them once more with a key that never leaves it. Do not change it: the same people would become others.
   */
  id_key: string
  /**
   * The ID of the consent category that a visitor has to allow, for example Analytics. Events that carry consent preferences without it are not sent. Leave it empty to send them with their preferences, which the server then applies.
   */
  required_consent_category?: string
}
// Generated file. DO NOT MODIFY IT BY HAND.

export interface AudienceSettings {
  /**
   * The name of the trait that says whether a user is in the audience, in small letters, digits and underscores. Defaults to the name of the audience after audience_.
   */
  trait?: string
}
