/** A campaign that greets whoever looks at a product, beside a control arm of the same size. */
export const GREETING = {
  name: 'Greeting',
  state: 'live',
  trigger: { event: 'Product Viewed' },
  variants: [
    { key: 'control', weight: 1, treatment: null },
    { key: 'bar', weight: 1, treatment: { kind: 'message', title: 'Hello', text: 'Stay a moment.' } },
  ],
  goal: { kind: 'conversion', event: 'Order Completed', within: '72h' },
};
