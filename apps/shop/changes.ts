import { addLine, type Cart, type CartLine, lineKey, removeLine, takeOne } from './cart.ts';
import { findProduct } from './catalogue.ts';
import { type Choices, defaultChoices, type Product } from './product.ts';
import { addWish, type Fields, readField, removeWish, type Visit } from './visit.ts';

const MOST_ITEMS_CHARACTERS = 100;

/** The choices a form carries; an option it does not answer, or not with a choice there is, takes its first one. */
function readChoices(product: Product, fields: Fields): Choices {
  return product.options.flatMap((option) => {
    const key = readField(fields, option.key);
    return option.choices.find((choice) => choice.key === key) ?? option.choices.slice(0, 1);
  });
}

function readQuantity(fields: Fields): number {
  const quantity = Number(readField(fields, 'quantity') || '1');
  return Number.isInteger(quantity) && quantity > 0 ? quantity : 1;
}

function readAdded(fields: Fields): CartLine | null {
  const product = findProduct(readField(fields, 'product'));
  if (product === undefined) return null;
  return { product, choices: readChoices(product, fields), quantity: readQuantity(fields) };
}

/** Products with their first choices: ids with quantities as in a cart, `p1.1-i4.2`. */
function addAll(cart: Cart, items: string): Cart {
  return items
    .slice(0, MOST_ITEMS_CHARACTERS)
    .split('-')
    .reduce((filled, item) => {
      const [id = '', quantity = '1'] = item.split('.');
      const added = readAdded({ product: id, quantity });
      return added === null ? filled : addLine(filled, added);
    }, cart);
}

/**
 * The visit after a cart form: `action` is `add` (with `product`, its options and `quantity`), `add-all` (with `items`), or `more`, `fewer` and
 * `remove` (with `line`). A form that makes no sense changes nothing.
 */
export function changeCart(visit: Visit, fields: Fields): Visit {
  const { cart } = visit;
  const key = readField(fields, 'line');
  const line = cart.find((candidate) => lineKey(candidate) === key);
  const added = readAdded(fields);
  switch (readField(fields, 'action')) {
    case 'add':
      return added === null ? visit : { ...visit, cart: addLine(cart, added) };
    case 'add-all':
      return { ...visit, cart: addAll(cart, readField(fields, 'items')) };
    case 'more':
      return line === undefined ? visit : { ...visit, cart: addLine(cart, { ...line, quantity: 1 }) };
    case 'fewer':
      return { ...visit, cart: takeOne(cart, key) };
    case 'remove':
      return { ...visit, cart: removeLine(cart, key) };
    default:
      return visit;
  }
}

/** The visit after a wishlist form: `action` is `add`, `remove` or `move` (into the cart), with `product`. */
export function changeWishlist(visit: Visit, fields: Fields): Visit {
  const product = findProduct(readField(fields, 'product'));
  if (product === undefined) return visit;
  const moved = { product, choices: defaultChoices(product), quantity: 1 };
  switch (readField(fields, 'action')) {
    case 'add':
      return addWish(visit, product);
    case 'remove':
      return removeWish(visit, product);
    case 'move':
      return removeWish({ ...visit, cart: addLine(visit.cart, moved) }, product);
    default:
      return visit;
  }
}
