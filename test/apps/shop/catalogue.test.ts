import { describe, expect, it } from 'vitest';
import { drawAll } from '../../../apps/shop/art/art.ts';
import { catalogueFeed, PRODUCTS, relatedTo } from '../../../apps/shop/catalogue.ts';
import { CATEGORIES } from '../../../apps/shop/product.ts';
import { arrangeShelf, readShelf, searchProducts } from '../../../apps/shop/shelf.ts';

const ids = (products: readonly { id: string }[]): string[] => products.map(({ id }) => id);

describe('the assortment', () => {
  it('has 24 products with ids and addresses of their own', () => {
    expect(PRODUCTS).toHaveLength(24);
    expect(new Set(ids(PRODUCTS)).size).toBe(24);
    expect(new Set(PRODUCTS.map(({ slug }) => slug)).size).toBe(24);
  });

  it('has ids, keys and choices that fit into a link', () => {
    for (const product of PRODUCTS) {
      expect(product.id).toMatch(/^[a-z]\d{1,2}$/);
      for (const { key, choices } of product.options) {
        expect(['c', 'w', 'k', 'd', 'action', 'product', 'quantity', 'line']).not.toContain(key);
        expect(choices.length).toBeLessThanOrEqual(26);
        expect(new Set(choices.map((choice) => choice.key)).size).toBe(choices.length);
      }
    }
  });

  it('is fed to the collector in major units, with addresses below the mount path', () => {
    const { products } = catalogueFeed('/shop');
    expect(products).toHaveLength(24);
    expect(products.find(({ id }) => id === 'i1')).toEqual({
      id: 'i1',
      title: 'Harbour Blue',
      url: '/shop/p/harbour-blue',
      image: '/shop/art/i1.svg',
      price: 11.5,
      currency: 'EUR',
      stock: 80,
      category: 'Inks',
    });
  });

  it('recommends one thing in stock from every shelf, never the product itself', () => {
    for (const product of PRODUCTS) {
      const related = relatedTo(product);
      expect(related.map(({ category }) => category).toSorted()).toEqual(
        CATEGORIES.map(({ key }) => key).toSorted(),
      );
      expect(related).not.toContain(product);
      expect(related.every(({ stock }) => stock > 0)).toBe(true);
    }
  });

  it('has a picture for every product and every colour, without script, style or foreign address', () => {
    const pictures = drawAll(PRODUCTS);
    for (const { id, options } of PRODUCTS) {
      expect(pictures.has(`/art/${id}.svg`)).toBe(true);
      for (const { key, colour } of options.flatMap(({ choices }) => choices)) {
        expect(pictures.has(`/art/${id}-${key}.svg`)).toBe(colour !== undefined);
      }
    }
    for (const picture of pictures.values()) {
      expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox/);
      expect(picture).not.toMatch(/<script|<style|\sstyle=|href|NaN|undefined/);
    }
  });
});

describe('looking for something', () => {
  it.each([
    ['every product', {}, 24],
    ['in stock', { stock: '1' }, 23],
    ['under 20 euros', { price: 'low' }, 13],
    ['over 50 euros', { price: 'high' }, 3],
    ['unknown filters are none', { price: 'free', sort: 'luck' }, 24],
  ])('%s', (_, fields, count) => {
    expect(arrangeShelf(PRODUCTS, readShelf(null, fields))).toHaveLength(count);
  });

  it('puts every product into exactly one price band', () => {
    const counts = ['low', 'middle', 'high'].map(
      (price) => arrangeShelf(PRODUCTS, readShelf(null, { price })).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(24);
  });

  it('sorts by price both ways and by name', () => {
    const prices = (sort: string) =>
      arrangeShelf(PRODUCTS, readShelf(null, { sort })).map((product) => product.priceMinor);
    expect(prices('price-up')).toEqual(prices('featured').toSorted((a, b) => a - b));
    expect(prices('price-down')).toEqual(prices('featured').toSorted((a, b) => b - a));
    const names = arrangeShelf(PRODUCTS, readShelf(null, { sort: 'name' })).map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
  });

  it.each([
    ['a name first, then what speaks of it', 'wren', ['p2', 'a1']],
    ['all words must occur', 'brass blotter', ['a3']],
    ['case and accents do not matter', 'ÉMBER', ['i5']],
    ['a choice is found too', 'gold fine', ['p5']],
    ['nothing', 'typewriter', []],
    ['no words', '   ', []],
  ])('searching: %s', (_, query, expected) => {
    expect(ids(searchProducts(PRODUCTS, query))).toEqual(expected);
  });
});
