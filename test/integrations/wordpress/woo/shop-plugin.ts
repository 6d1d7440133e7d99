/** The double of WooCommerce as a plugin of a site: it is there in every request, as the shop's own code is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPlugin } from '../../../support/wordpress/plugin-zip.ts';

const FILES = ['strict.php', 'order.php', 'shop.php'];

/** One message with a coupon that is made for each visitor. */
const RULES = `
add_filter( 'inkling_coupon_rules', function () {
	return array( 'campaigns' => array( array(
		'key'      => 'leaving',
		'state'    => 'live',
		'offer'    => array( 'discount' => 0.1, 'codesLast' => '2h' ),
		'variants' => array( array( 'key' => 'coupon', 'weight' => 1, 'treatment' => array( 'kind' => 'coupon' ) ) ),
	) ) );
} );`;

/** WooCommerce's planner, as far as it is asked: what waits lies in an option. */
const PLANNER = `
function as_enqueue_async_action( $hook, $args = array(), $group = '' ) {
	update_option( 'shop_double_actions', array_merge( get_option( 'shop_double_actions', array() ), array( array( $hook, $args, $group ) ) ) );
}
function as_unschedule_all_actions( $hook, $args = array(), $group = '' ) {
	update_option( 'shop_double_actions', array_values( array_filter( get_option( 'shop_double_actions', array() ), function ( $action ) use ( $hook, $args, $group ) {
		return array( $hook, $args, $group ) !== $action;
	} ) ) );
}`;

/** Orders outlive the request that placed them. */
const ORDERS = `
WC_Order::$saved = get_option( 'shop_double_orders', array() );
add_action( 'shutdown', function () {
	if ( WC_Order::$saved ) update_option( 'shop_double_orders', WC_Order::$saved, false );
} );`;

/** @example await admin.uploadPlugin(packShop()); await admin.activate('shop-double'); */
export function packShop(): Uint8Array {
  const doubles = FILES.map(
    (name) => [name, readFileSync(join(import.meta.dirname, 'double', name), 'utf8')] as const,
  );
  const start = FILES.map((name) => `require __DIR__ . '/${name}';`).join('\n');
  return packPlugin('shop-double', {
    ...Object.fromEntries(doubles),
    'shop-double.php': `<?php\n/*\nPlugin Name: Shop double\nVersion: 1.0.0\n*/\n${start}${ORDERS}${RULES}${PLANNER}\n`,
  });
}

/** PHP that buys: an order of the present request's visitor, by a classic checkout with cash on delivery. */
export const BUY = `
	$order = ( new WC_Order() )->inkling_fill( array( 'total' => '25.00', 'currency' => 'EUR', 'billing_email' => 'anna@example.com' ) );
	do_action( 'woocommerce_checkout_create_order', $order, array() );
	$order->save();
	$order->inkling_fill( array( 'status' => 'processing' ) );
	$order->save();
	do_action( 'woocommerce_order_status_changed', $order->get_id(), 'pending', 'processing', $order );`;
