/** Databases that go with the store's. */

/** @example saltsDatabase('inkling') // 'inkling_salts' */
export function saltsDatabase(name: string): string {
  return `${name}_salts`;
}

/** @example erasuresDatabase('inkling') // 'inkling_erasures' */
export function erasuresDatabase(name: string): string {
  return `${name}_erasures`;
}
