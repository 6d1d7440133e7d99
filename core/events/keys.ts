/** Property keys are snake_case, so that `productId` of one sender and `product_id` of another are one property. */

const SNAKE = /^[a-z0-9_]+$/;
/** No name at all, and names that mean something to the language itself. */
const FORBIDDEN = new Set(['', '__proto__', 'prototype', 'constructor', 'toString', 'valueOf']);

/**
 * @example toSnakeCase('imageURL') // 'image_url'
 * @example toSnakeCase('Product ID') // 'product_id'
 */
export function toSnakeCase(key: string): string {
  if (SNAKE.test(key)) return key;
  return key
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase();
}

/** Whether a key may stand in stored properties. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN.has(key);
}
