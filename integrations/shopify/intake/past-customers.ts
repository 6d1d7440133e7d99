/** What customers agreed to at Shopify before the install, or while no webhook came: mails, and that nothing of them is sold. */
import type { Admin } from '../api/admin-client.ts';
import { mapCustomerNode } from '../mapping/customer.ts';
import { customersConsent } from '../operations/customers.ts';
import type { Part } from '../part.ts';
import type { Intake } from './intake.ts';
import { createLooking, type LookingPorts } from './looking.ts';

const CUSTOMERS_A_PAGE = 100;

export type PastCustomersPorts = LookingPorts & {
  readonly admin: Admin;
  readonly intake: Pick<Intake, 'take'>;
};

/** @example createPastCustomers(ports).works */
export function createPastCustomers(ports: PastCustomersPorts): Part {
  const { admin, intake } = ports;
  return createLooking(
    'customers-consent',
    async (shop, asked) => {
      const page = await admin.run(shop, customersConsent, { first: CUSTOMERS_A_PAGE, ...asked });
      if (!page.ok) return null;
      const { nodes, pageInfo } = page.value.customers;
      for (const node of nodes) {
        const mapped = mapCustomerNode(node);
        if (mapped.ok && !(await intake.take(shop.site, mapped.value)).ok) return null;
      }
      return pageInfo;
    },
    ports,
  );
}
