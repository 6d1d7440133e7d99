<?php
/**
 * Events that tell of orders.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Under the visitor's id where the order has one; of the instant at which it happened, whenever it is told. */
final class Woo_Order_Events {

	/** Products that an event names. */
	private const MOST_PRODUCTS = 50;

	/**
	 * A purchase.
	 *
	 * @param \WC_Order $order The order.
	 * @param array     $row   Its row.
	 */
	public static function completed( $order, array $row ): void {
		$hash     = (string) $row['order_hash'];
		$cart     = (string) $order->get_meta( Woo_Checkout::CART );
		$products = array();
		foreach ( $order->get_items() as $item ) {
			$products[] = array(
				'product_id' => (string) $item->get_product_id(),
				'quantity'   => (int) $item->get_quantity(),
			);
		}
		$said = array( 'order_id' => $hash ) + self::money( $order, (int) $row['total_minor'] ) + array( 'products' => array_slice( $products, 0, self::MOST_PRODUCTS ) );
		self::report( $order, 'Order Completed', 'order:' . $hash, (int) $row['at'], $said + ( '' === $cart ? array() : array( 'cart_id' => $cart ) ) );
	}

	/**
	 * A purchase that is none any more.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $at_ms Since when.
	 */
	public static function cancelled( $order, int $at_ms ): void {
		$hash = Woo_Hash::order( (int) $order->get_id() );
		self::report( $order, 'Order Cancelled', 'cancelled:' . $hash, $at_ms, array( 'order_id' => $hash ) );
	}

	/**
	 * Money that went back.
	 *
	 * @param \WC_Order $order  The order.
	 * @param int       $refund The refund's number.
	 * @param int       $minor  Minor units.
	 * @param int       $at_ms  When.
	 */
	public static function refunded( $order, int $refund, int $minor, int $at_ms ): void {
		$said = array( 'order_id' => Woo_Hash::order( (int) $order->get_id() ) ) + self::money( $order, $minor );
		self::report( $order, 'Order Refunded', 'refund:' . Woo_Hash::keyed( 'refund:' . $refund ), $at_ms, $said );
	}

	/**
	 * Money as events carry it: what is not of the shop's currency says so, and is not summed.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $minor Minor units.
	 */
	private static function money( $order, int $minor ): array {
		$currency = (string) $order->get_currency();
		$money    = array(
			'currency' => $currency,
			'arms'     => Woo_Checkout::arms_of( $order ),
		);
		if ( get_option( 'woocommerce_currency' ) === $currency ) {
			return array( 'revenue_minor' => $minor ) + $money;
		}
		return array(
			'total_minor'       => $minor,
			'currency_mismatch' => true,
		) + $money;
	}

	/**
	 * Hands an event on.
	 *
	 * @param \WC_Order $order      The order.
	 * @param string    $name       Of the event.
	 * @param string    $id         Of the event.
	 * @param int       $at_ms      Of the event.
	 * @param array     $properties Of the event.
	 */
	private static function report( $order, string $name, string $id, int $at_ms, array $properties ): void {
		Woo_Link::record(
			self::visitor( $order ),
			array(
				'i' => $id,
				'n' => $name,
				't' => $at_ms,
				'p' => $properties,
			)
		);
	}

	/**
	 * Whose order it is; nobody's once they had what is held of them deleted.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function visitor( $order ): ?array {
		$visitor = Woo_Checkout::visitor_of( $order );
		$row     = null === $visitor ? null : Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) );
		return null !== $row && $row['visitor'] !== $visitor['v'] ? null : $visitor;
	}
}
