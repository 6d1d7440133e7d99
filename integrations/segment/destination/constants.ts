export const CONSENT_EVENT = 'Segment Consent Preference Updated'

/** What careless sources send in place of an identifier: it stands for nobody. */
export const BLOCKED_IDENTIFIERS = new Set(['', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com'])

/** Names of traits and properties, in snake_case, that are never sent, at any depth. */
export const PERSONAL_KEYS = new Set([
  'address',
  'address1',
  'address2',
  'anonymous_id',
  'avatar',
  'billing_address',
  'customer_id',
  'device_id',
  'email',
  'email_address',
  'first_name',
  'full_name',
  'ip',
  'ip_address',
  'last_name',
  'middle_name',
  'mobile',
  'password',
  'phone',
  'phone_number',
  'postal_code',
  'shipping_address',
  'street',
  'user_agent',
  'user_id',
  'user_name',
  'username',
  'zip'
])

/** Of people and accounts, beside these: a product may be called something, a person is somebody. */
export const PERSONAL_TRAITS = new Set(['company', 'description', 'id', 'name', 'website'])
