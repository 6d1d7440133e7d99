/** Codes: made, ended, deleted, and what Shopify finds wrong with them. */
import type { DiscountCodeBasicCreateVariables } from '../../../integrations/shopify/operations/generated-types.ts';
import { showDiscount } from './resolve-records.ts';
import { type FakeDiscount, gid, idOf, type ShopState } from './state.ts';

type Input = DiscountCodeBasicCreateVariables['discount'];
type Fault = { readonly code: string; readonly field: readonly string[]; readonly message: string };

const MOST_CODE_LENGTH = 255;
const at = (field: string): readonly string[] => ['basicCodeDiscount', ...field.split('.')];
const fault = (code: string, field: string, message: string): Fault => ({ code, field: at(field), message });

const isTaken = (state: ShopState, code: string): boolean =>
  [...state.discounts.values()].some((one) => one.code.toLowerCase() === code.toLowerCase());

/** In the order in which a person would meet them. */
function faultsOf(state: ShopState, input: Input): readonly Fault[] {
  return [...faultsOfCode(state, input), ...faultsOfTime(input), ...faultsOfReach(state, input)];
}

function faultsOfCode(state: ShopState, { code, title }: Input): readonly Fault[] {
  const faults: Fault[] = [];
  if (!title) faults.push(fault('BLANK', 'title', "Title can't be blank"));
  if (!code) faults.push(fault('BLANK', 'code', "Code can't be blank"));
  if (code && code.length > MOST_CODE_LENGTH)
    faults.push(fault('TOO_LONG', 'code', 'Code is too long (maximum is 255 characters)'));
  if (code && isTaken(state, code))
    faults.push(fault('TAKEN', 'code', 'Code must be unique. Please try a different code.'));
  return faults;
}

function faultsOfTime({ startsAt, endsAt, usageLimit }: Input): readonly Fault[] {
  const faults: Fault[] = [];
  if (!startsAt) faults.push(fault('BLANK', 'startsAt', "Starts at can't be blank"));
  if (startsAt && endsAt && Date.parse(endsAt) <= Date.parse(startsAt))
    faults.push(fault('END_DATE_BEFORE_START_DATE', 'endsAt', 'Ends at needs to be after starts_at'));
  if (typeof usageLimit === 'number' && usageLimit < 1)
    faults.push(fault('GREATER_THAN', 'usageLimit', 'Usage limit must be greater than 0'));
  return faults;
}

function faultsOfReach(state: ShopState, { customerGets, context }: Input): readonly Fault[] {
  const faults: Fault[] = [];
  const { value, items } = customerGets ?? {};
  const percentage = value?.percentage;
  if (typeof percentage === 'number' && (percentage <= 0 || percentage > 1))
    faults.push(
      fault('VALUE_OUTSIDE_RANGE', 'customerGets.value.percentage', 'Value must be between 0.0 and 1.0'),
    );
  if (!value) faults.push(fault('BLANK', 'customerGets.value', "Value can't be blank"));
  const products = items?.products?.productsToAdd ?? [];
  if (!items || (!items.all && products.length === 0))
    faults.push(fault('APPLIES_ON_NOTHING', 'customerGets.items', 'Items entitled cannot be empty'));
  if (products.some((id) => !state.products.has(idOf('Product', id))))
    faults.push(fault('INVALID', 'customerGets.items.products.productsToAdd', 'Product is not valid'));
  const people = context?.customers?.add ?? [];
  if (people.some((id) => !state.customers.has(idOf('Customer', id))))
    faults.push(fault('INVALID', 'context.customers.add', 'Customer is not valid'));
  return faults;
}

function make(state: ShopState, input: Input): FakeDiscount {
  const { customerGets, context } = input;
  const amount = customerGets?.value?.discountAmount?.amount;
  const products = customerGets?.items?.products?.productsToAdd;
  return {
    id: state.nextId(),
    code: input.code ?? '',
    title: input.title ?? '',
    startsAtMs: Date.parse(input.startsAt ?? ''),
    endsAtMs: input.endsAt ? Date.parse(input.endsAt) : null,
    usageLimit: input.usageLimit ?? null,
    isOncePerCustomer: input.appliesOncePerCustomer ?? false,
    percentage: customerGets?.value?.percentage ?? null,
    amountMinor: amount ? Math.round(Number(amount) * 100) : null,
    productIds: products ? products.map((id) => idOf('Product', id)) : null,
    customerIds: context?.customers?.add?.map((id) => idOf('Customer', id)) ?? null,
    tags: input.tags ?? [],
    createdAtMs: state.clock.now(),
    uses: [],
  };
}

const missing = {
  code: 'INVALID',
  field: ['id'],
  message: 'Code discount does not exist.',
};

export function discountMutations(state: ShopState) {
  const find = (id: string) => state.discounts.get(idOf('DiscountCodeNode', id));
  return {
    discountCodeBasicCreate({ basicCodeDiscount }: { readonly basicCodeDiscount: Input }) {
      const userErrors = faultsOf(state, basicCodeDiscount).map((one) => ({ ...one, extraInfo: null }));
      if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
      const discount = make(state, basicCodeDiscount);
      state.discounts.set(discount.id, discount);
      return { codeDiscountNode: showDiscount(state, discount), userErrors };
    },
    discountCodeDeactivate({ id }: { readonly id: string }) {
      const discount = find(id);
      if (!discount) return { codeDiscountNode: null, userErrors: [missing] };
      const nowMs = state.clock.now();
      if (discount.endsAtMs === null || discount.endsAtMs > nowMs) discount.endsAtMs = nowMs;
      return { codeDiscountNode: showDiscount(state, discount), userErrors: [] };
    },
    discountCodeDelete({ id }: { readonly id: string }) {
      const discount = find(id);
      if (!discount) return { deletedCodeDiscountId: null, userErrors: [missing] };
      state.discounts.delete(discount.id);
      return { deletedCodeDiscountId: gid('DiscountCodeNode', discount.id), userErrors: [] };
    },
  };
}
