/** Products that no webhook told of: those from before the install, and those whose webhooks were lost. */
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Admin } from '../api/admin-client.ts';
import type { ShopFactsBook } from '../installation/shop-facts.ts';
import type { Shop } from '../installation/shops.ts';
import { mapProductNode } from '../mapping/product.ts';
import type { ProductsData } from '../operations/generated-types.ts';
import { PRODUCTS_A_PAGE, products, productVariants } from '../operations/products.ts';
import type { Part } from '../part.ts';
import type { Intake } from './intake.ts';
import { createLooking, type LookingPorts } from './looking.ts';

const VARIANTS_A_PAGE = 100;

export type PastProductsPorts = LookingPorts & {
  readonly admin: Admin;
  readonly facts: Pick<ShopFactsBook, 'read'>;
  readonly intake: Pick<Intake, 'take'>;
};

type Node = ProductsData['products']['nodes'][number];

/** @example createPastProducts(ports).works */
export function createPastProducts(ports: PastProductsPorts): Part {
  const { admin, facts, intake } = ports;
  return createLooking(
    'products',
    async (shop, asked) => {
      const known = await facts.read(shop);
      const page = await admin.run(shop, products, { first: PRODUCTS_A_PAGE, ...asked });
      if (!known.ok || !page.ok) return null;
      const { nodes, pageInfo } = page.value.products;
      for (const node of nodes) {
        const whole = await complete(shop, node, ports);
        if (!whole.ok) return null;
        const mapped = mapProductNode(whole.value, known.value);
        if (mapped.ok && !(await intake.take(shop.site, mapped.value)).ok) return null;
      }
      return pageInfo;
    },
    ports,
  );
}

async function complete(
  shop: Shop,
  node: Node,
  { admin }: Pick<PastProductsPorts, 'admin'>,
): Promise<Outcome<object>> {
  const variants = [...node.variants.nodes];
  let { hasNextPage, endCursor } = node.variants.pageInfo;
  while (hasNextPage) {
    const asked = { id: node.id, first: VARIANTS_A_PAGE, after: endCursor };
    const answer = await admin.run(shop, productVariants, asked);
    if (!answer.ok) return answer;
    const more = answer.value.product?.variants;
    variants.push(...(more?.nodes ?? []));
    ({ hasNextPage, endCursor } = more?.pageInfo ?? { hasNextPage: false, endCursor: null });
  }
  return accept({ ...node, variants: { nodes: variants } });
}
