/** Orders asked of Shopify, each of them whole: long ones and what was given back take questions of their own. */
import { accept, type Outcome } from '../../../core/errors.ts';
import type { Admin } from '../api/admin-client.ts';
import type { Shop } from '../installation/shops.ts';
import type { Mapped } from '../mapping/mapped.ts';
import { mapOrderNode } from '../mapping/order-node.ts';
import type { OrdersData, OrdersVariables } from '../operations/generated-types.ts';
import { ORDERS_A_PAGE, orderLineItems, orderRefunds, orders, orderTokens } from '../operations/orders.ts';

const LINES_A_PAGE = 100;

export type OrdersAsked = Pick<OrdersVariables, 'sortKey'> & {
  readonly query: string;
  /** Of the page before; null: from the beginning. */
  readonly cursor: string | null;
};

export type OrdersPage = {
  readonly orders: readonly Mapped[];
  /** Orders that could not be read. */
  readonly skipped: number;
  /** UTC ms, of the first and the last on the page; null: it is empty. */
  readonly span: readonly [number, number] | null;
  /** Null: it was the last page. */
  readonly cursor: string | null;
};

type Node = OrdersData['orders']['nodes'][number];
type Asking = { readonly shop: Shop; readonly admin: Admin };

/** @example const page = await askOrders({ shop, admin }, { query: "created_at:<='2026-11-27T12:00:00Z'", sortKey: 'CREATED_AT', cursor: null }) */
export async function askOrders(
  asking: Asking,
  { query, sortKey, cursor }: OrdersAsked,
): Promise<Outcome<OrdersPage>> {
  const { shop, admin } = asking;
  const answer = await admin.run(shop, orders, { first: ORDERS_A_PAGE, after: cursor, query, sortKey });
  if (!answer.ok) return answer;
  const { nodes, pageInfo } = answer.value.orders;
  const tokens = await askTokens(asking, nodes);
  if (!tokens.ok) return tokens;
  const mapped: Mapped[] = [];
  for (const node of nodes) {
    const whole = await complete(asking, node);
    if (!whole.ok) return whole;
    const order = mapOrderNode({ ...whole.value, ...tokens.value.get(node.id) });
    if (order.ok) mapped.push(order.value);
  }
  const times = nodes.map(({ createdAt }) => Date.parse(createdAt));
  return accept({
    orders: mapped,
    skipped: nodes.length - mapped.length,
    span: times.length === 0 ? null : [Math.min(...times), Math.max(...times)],
    cursor: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
  });
}

type Tokens = { readonly cartToken: string | null; readonly checkoutToken: string | null };

async function askTokens(
  { shop, admin }: Asking,
  nodes: readonly Node[],
): Promise<Outcome<ReadonlyMap<string, Tokens>>> {
  if (nodes.length === 0) return accept(new Map());
  const answer = await admin.run(shop, orderTokens, { ids: nodes.map(({ id }) => id) });
  if (!answer.ok) return answer;
  const found = answer.value.nodes.flatMap((node) =>
    node?.id === undefined
      ? []
      : [
          [
            node.id,
            { cartToken: node.cartToken ?? null, checkoutToken: node.checkoutToken ?? null },
          ] as const,
        ],
  );
  return accept(new Map(found));
}

async function complete(asking: Asking, node: Node): Promise<Outcome<object>> {
  const lines = await completeLines(asking, node);
  if (!lines.ok) return lines;
  const refunds = node.refunds.length === 0 ? accept([]) : await askRefunds(asking, node.id);
  return refunds.ok ? accept({ ...node, lineItems: lines.value, refunds: refunds.value }) : refunds;
}

async function completeLines({ shop, admin }: Asking, { id, lineItems }: Node): Promise<Outcome<object>> {
  const nodes = [...lineItems.nodes];
  let { hasNextPage, endCursor } = lineItems.pageInfo;
  while (hasNextPage) {
    const answer = await admin.run(shop, orderLineItems, { id, first: LINES_A_PAGE, after: endCursor });
    if (!answer.ok) return answer;
    const more = answer.value.order?.lineItems;
    nodes.push(...(more?.nodes ?? []));
    ({ hasNextPage, endCursor } = more?.pageInfo ?? { hasNextPage: false, endCursor: null });
  }
  return accept({ nodes });
}

async function askRefunds({ shop, admin }: Asking, id: string): Promise<Outcome<readonly object[]>> {
  const answer = await admin.run(shop, orderRefunds, { id });
  return answer.ok ? accept(answer.value.order?.refunds ?? []) : answer;
}
