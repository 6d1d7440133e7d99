import { describe, expect, it } from 'vitest';
import { changeCart, changeWishlist } from '../../../apps/shop/changes.ts';
import { type Fields, readVisit, visitLink } from '../../../apps/shop/visit.ts';

const EMPTY = readVisit({});

describe('the visit in links', () => {
  it('takes no place while there is nothing to carry', () => {
    expect(visitLink(EMPTY, '/shop/')).toBe('/shop/');
  });

  it('carries cart, wishlist, answer and drawer', () => {
    const visit = readVisit({ c: 'a1.1', w: 'p1-i7', k: '1', d: '1' });
    expect(visitLink(visit, '/shop/search', { q: 'blue & black' })).toBe(
      '/shop/search?q=blue+%26+black&c=a1.1&w=p1-i7&k=1&d=1',
    );
  });

  it.each([
    ['unknown and repeated wishes', { w: 'p1-zz-p1-i7' }, '?w=p1-i7'],
    ['a parameter given twice: the first one holds', { c: ['a1.1', 'p3a.1'] }, '?c=a1.1'],
    ['values of other shapes', { c: { a1: 1 }, w: 5, k: true }, ''],
    ['marks that are not set', { k: '0', d: 'yes' }, ''],
  ])('leaves out %s', (_, fields, expected) => {
    expect(visitLink(readVisit(fields), '')).toBe(expected);
  });
});

describe('forms that change the visit', () => {
  const change = (start: Fields, fields: Fields): string =>
    visitLink(changeCart(readVisit(start), fields), '');

  it.each([
    [
      'adds what was chosen',
      {},
      { action: 'add', product: 'p1', nib: 'medium', colour: 'moss', quantity: '2' },
      '?c=p1cb.2',
    ],
    ['takes the first choice where none is made', {}, { action: 'add', product: 'p1' }, '?c=p1aa.1'],
    [
      'takes one where the quantity makes no sense',
      {},
      { action: 'add', product: 'a1', quantity: '-3' },
      '?c=a1.1',
    ],
    [
      'adds several at once, with what is there already',
      { c: 'p1aa.1' },
      { action: 'add-all', items: 'p1.1-i4.2-zz.1-a1' },
      '?c=p1aa.2-i4a.2-a1.1',
    ],
    ['adds nothing of several that make no sense', {}, { action: 'add-all', items: '-.-p1.x-' }, '?c=p1aa.1'],
    ['adds nothing unknown', {}, { action: 'add', product: 'zz' }, ''],
    ['adds nothing that is sold out', {}, { action: 'add', product: 'i7' }, ''],
    ['one more', { c: 'a1.1' }, { action: 'more', line: 'a1' }, '?c=a1.2'],
    ['one fewer', { c: 'a1.2' }, { action: 'fewer', line: 'a1' }, '?c=a1.1'],
    ['removes', { c: 'a1.2-p3a.1' }, { action: 'remove', line: 'a1' }, '?c=p3a.1'],
    ['a line that is not there changes nothing', { c: 'a1.2' }, { action: 'more', line: 'p3a' }, '?c=a1.2'],
    ['an unknown action changes nothing', { c: 'a1.2' }, { action: 'explode', line: 'a1' }, '?c=a1.2'],
  ])('%s', (_, start, fields, expected) => {
    expect(change(start, fields)).toBe(expected);
  });

  it.each([
    ['add', '?w=p1-p3'],
    ['remove', '?w=p1'],
    ['move', '?c=p3a.1&w=p1'],
  ])('wishlist: %s', (action, expected) => {
    const visit = readVisit({ w: action === 'add' ? 'p1' : 'p1-p3' });
    expect(visitLink(changeWishlist(visit, { action, product: 'p3' }), '')).toBe(expected);
  });
});
