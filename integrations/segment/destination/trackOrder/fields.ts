import type { InputField } from '@segment/actions-core'

const money = (label: string, what: string, path: string): InputField => ({
  label,
  description: `${what}, as a decimal number in the currency of the order.`,
  type: 'number',
  default: { '@path': path }
})

const id = (label: string, description: string, path: string): InputField => ({
  label,
  description,
  type: 'string',
  default: { '@path': path }
})

const products: InputField = {
  label: 'Products',
  description: 'The products of the order, as a list of objects with ID, price and quantity.',
  type: 'object',
  multiple: true,
  properties: {
    product_id: { label: 'Product ID', description: 'The ID of the product.', type: 'string' },
    sku: { label: 'SKU', description: 'The stock keeping unit of the product.', type: 'string' },
    name: { label: 'Product Name', description: 'The name of the product.', type: 'string' },
    brand: { label: 'Brand', description: 'The brand of the product.', type: 'string' },
    category: { label: 'Category', description: 'The category of the product.', type: 'string' },
    variant: { label: 'Variant', description: 'The variant of the product.', type: 'string' },
    price: { label: 'Price', description: 'The price of one piece.', type: 'number' },
    quantity: { label: 'Quantity', description: 'How many pieces were ordered.', type: 'number' },
    coupon: { label: 'Coupon', description: 'The coupon that was used for the product.', type: 'string' }
  },
  default: {
    '@arrayPath': [
      '$.properties.products',
      {
        product_id: { '@path': '$.product_id' },
        sku: { '@path': '$.sku' },
        name: { '@path': '$.name' },
        brand: { '@path': '$.brand' },
        category: { '@path': '$.category' },
        variant: { '@path': '$.variant' },
        price: { '@path': '$.price' },
        quantity: { '@path': '$.quantity' },
        coupon: { '@path': '$.coupon' }
      }
    ]
  }
}

/** The order itself, in the words of the Segment Spec. */
export const orderFields: Record<string, InputField> = {
  event_name: {
    label: 'Event Name',
    description: 'What happened to the order: Order Completed, Order Updated, Order Refunded or Order Cancelled.',
    type: 'string',
    required: true,
    default: { '@path': '$.event' }
  },
  order_id: {
    ...id(
      'Order ID',
      'The ID of the order in your shop. An order that is reported twice counts once.',
      '$.properties.order_id'
    ),
    required: true
  },
  checkout_id: id('Checkout ID', 'The ID of the checkout that led to the order.', '$.properties.checkout_id'),
  cart_id: id('Cart ID', 'The ID of the cart that became the order.', '$.properties.cart_id'),
  affiliation: id('Affiliation', 'The shop or channel in which the order was placed.', '$.properties.affiliation'),
  total: money('Total', 'What was paid, with tax and shipping', '$.properties.total'),
  subtotal: money(
    'Subtotal',
    'The sum of the products after discounts, without tax and shipping',
    '$.properties.subtotal'
  ),
  revenue: money('Revenue', 'What was earned, without tax and shipping', '$.properties.revenue'),
  shipping: money('Shipping', 'The cost of shipping', '$.properties.shipping'),
  tax: money('Tax', 'The tax in the total', '$.properties.tax'),
  discount: money('Discount', 'What was taken off', '$.properties.discount'),
  currency: id('Currency', 'The currency of the order as an ISO 4217 code, for example EUR.', '$.properties.currency'),
  coupon: id('Coupon', 'The coupon that was used for the order.', '$.properties.coupon'),
  products
}
