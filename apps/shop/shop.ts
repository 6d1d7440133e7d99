import { randomBytes } from 'node:crypto';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { answer, redirect } from './answers.ts';
import { createAssets } from './assets.ts';
import { findProductBySlug } from './catalogue.ts';
import { changeCart, changeWishlist } from './changes.ts';
import { addCheckout } from './checkout-routes.ts';
import { addKnowledge } from './knowledge-routes.ts';
import { createOrders } from './orders.ts';
import { aboutPage } from './pages/about.ts';
import { cartPage } from './pages/cart.ts';
import { landingPage } from './pages/landing.ts';
import type { Content } from './pages/layout.ts';
import { listPage, searchPage } from './pages/list.ts';
import { missingPage, refusalPage } from './pages/missing.ts';
import { linkTo } from './pages/page.ts';
import { privacyPage } from './pages/privacy.ts';
import { productPage } from './pages/product.ts';
import { wishlistPage } from './pages/wishlist.ts';
import type { ShopPort } from './port.ts';
import { type Asked, createReader, type Read, showPage } from './routing.ts';
import { findCategory, readShelf } from './shelf.ts';
import { readField } from './visit.ts';

export type ShopOptions = {
  /** Cryptographic randomness; the machine's by default. */
  readonly random?: (bytes: number) => Uint8Array;
};

const ASSET_MAX_AGE_S = 3600;

function addBrowsing(router: Router, read: Read): void {
  const show = (path: string, content: (asked: Asked, request: Request) => Content | null): void => {
    router.get(path, (request, response, next) => {
      const asked = read(request);
      const found = content(asked, request);
      if (found === null) next();
      else showPage(response, asked.page, found);
    });
  };
  show('/', ({ page }) => landingPage(page));
  show('/catalogue', ({ page, fields }) => listPage(page, readShelf(null, fields)));
  show('/catalogue/:category', ({ page, fields }, { params }) => {
    const category = findCategory(String(params.category));
    return category === undefined ? null : listPage(page, readShelf(category, fields));
  });
  show('/p/:slug', ({ page }, { params }) => {
    const product = findProductBySlug(String(params.slug));
    return product === undefined ? null : productPage(page, product);
  });
  show('/search', ({ page, fields }) => searchPage(page, readField(fields, 'q').trim().slice(0, 80)));
  show('/about', ({ page }) => aboutPage(page));
  show('/privacy', ({ page }) => privacyPage(page));
}

function addBaskets(router: Router, read: Read): void {
  router.get('/cart', (request, response) => {
    const { page } = read(request);
    showPage(response, page, cartPage(page));
  });
  router.post('/cart', (request, response) => {
    const { page, fields } = read(request);
    redirect(response, linkTo({ ...page, visit: changeCart(page.visit, fields) }, '/cart'));
  });
  router.get('/wishlist', (request, response) => {
    const { page } = read(request);
    showPage(response, page, wishlistPage(page));
  });
  router.post('/wishlist', (request, response) => {
    const { page, fields } = read(request);
    const product = findProductBySlug(readField(fields, 'from'));
    const path = product === undefined ? '/wishlist' : `/p/${product.slug}`;
    redirect(response, linkTo({ ...page, visit: changeWishlist(page.visit, fields) }, path));
  });
}

function addAssets(router: Router): void {
  const assets = createAssets();
  router.get(['/assets/:file', '/art/:file'], ({ path }, response, next) => {
    const asset = assets.get(path);
    if (asset === undefined) next();
    else answer(response, { ...asset, status: 200, maxAgeS: ASSET_MAX_AGE_S });
  });
}

/** What the body parser refuses is the sender's mistake; everything else is ours, and says nothing of itself. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function addEndings(router: Router, read: Read): void {
  router.use((request, response) => {
    const { page } = read(request);
    showPage(response, page, missingPage(page), 404);
  });
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    const reason =
      status < 500 ? 'The request could not be read.' : 'Something went wrong here. Please try again.';
    showPage(response, read(request).page, refusalPage(reason), status);
  });
}

/**
 * The demo shop, to be mounted anywhere; its links follow the mount path. It keeps nothing on the device or on the
 * server: cart and wishlist travel in links and forms.
 * @param port What it asks of the server around it.
 * @example app.use('/shop', createShop(port))
 */
export function createShop(port: ShopPort, options: ShopOptions = {}): Router {
  const router = express.Router();
  const read = createReader(port);
  const orders = createOrders(options.random ?? randomBytes);
  addAssets(router);
  router.use(express.urlencoded({ extended: false, limit: '16kb' }), express.json({ limit: '4kb' }));
  addBrowsing(router, read);
  addBaskets(router, read);
  addCheckout(router, read, orders);
  addKnowledge(router, read, port);
  addEndings(router, read);
  return router;
}
