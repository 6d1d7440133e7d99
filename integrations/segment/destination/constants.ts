export const CONSENT_EVENT = 'Segment Consent Preference Updated'

/** What careless sources send in place of an identifier: it stands for nobody. */
export const BLOCKED_IDENTIFIERS = new Set(['', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com'])

/** Names of traits and properties that are never sent, at any depth, in whatever spelling: `firstname` is `First Name`. */
export const PERSONAL_KEYS = [
  'address',
  'address1',
  'address2',
  'anonymous_id',
  'avatar',
  'billing_address',
  'birth_date',
  'birthday',
  'cell_phone',
  'customer_id',
  'date_of_birth',
  'device_id',
  'email',
  'email_address',
  'family_name',
  'fax',
  'first_name',
  'full_name',
  'given_name',
  'ip',
  'ip_address',
  'last_name',
  'middle_name',
  'mobile',
  'password',
  'phone',
  'phone_number',
  'post_code',
  'postal_code',
  'shipping_address',
  'street',
  'street_address',
  'surname',
  'telephone',
  'user_agent',
  'user_id',
  'user_name',
  'username',
  'zip',
  'zip_code'
]

/** Of people and accounts, beside these: a product may be called something, a person is somebody. */
export const PERSONAL_TRAITS = ['company', 'description', 'id', 'name', 'website']
