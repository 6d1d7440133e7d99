<?php
/**
 * What is held of a person by the shop's parts: shown, and removed.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Orders themselves are the shop's, and WooCommerce's own tools answer for them; ours is what joins them to a person. */
final class Woo_Privacy {

	/** Tables with a column that stands for a person. */
	private const PERSONAL = array(
		'orders'  => array( 'customer', 'visitor' ),
		'coupons' => array( 'visitor' ),
	);

	/**
	 * Adds what is held of a person.
	 *
	 * @param array  $items   Of other parts.
	 * @param string $visitor What stands for the person; a buyer is called the same.
	 */
	public static function export( array $items, string $visitor ): array {
		global $wpdb;
		$table = Woo_Tables::name( 'customers' );
		$row   = '' === $visitor ? null : $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$table} WHERE customer = %s", $visitor ), ARRAY_A );
		if ( null === $row ) {
			return $items;
		}
		$items[] = array(
			'group_id'    => 'inkling-orders',
			'group_label' => __( 'Buying habits (Inkling)', 'inkling' ),
			'item_id'     => 'inkling-customer',
			'data'        => self::facts( $row ),
		);
		return $items;
	}

	/**
	 * Removes what joins orders to a person. The orders go on counting for the shop.
	 *
	 * @param array  $done    Of other parts.
	 * @param string $visitor What stands for the person.
	 */
	public static function erase( array $done, string $visitor ): array {
		$done['removed'] = (int) ( $done['removed'] ?? 0 ) + ( '' === $visitor ? 0 : self::forget( $visitor ) );
		return $done;
	}

	/**
	 * Removes what is held of several hashes.
	 *
	 * @param array $visitors Each 32 hex digits.
	 */
	public static function forget_all( array $visitors ): void {
		foreach ( array_filter( array_map( 'strval', $visitors ) ) as $visitor ) {
			self::forget( $visitor );
		}
	}

	/**
	 * An order that is deleted, or whose buyer is made unknown by WooCommerce's own tools.
	 *
	 * @param \WC_Order|int $order It, or its number.
	 */
	public static function forget_order( $order ): void {
		global $wpdb;
		$order = is_object( $order ) ? $order : wc_get_order( $order );
		if ( ! $order ) {
			return;
		}
		$none = array(
			'customer' => '',
			'visitor'  => '',
		);
		$wpdb->update( Woo_Tables::name( 'orders' ), $none, array( 'order_hash' => Woo_Hash::order( (int) $order->get_id() ) ) );
		foreach ( array( Woo_Checkout::VISITOR, Woo_Checkout::CART ) as $key ) {
			$order->delete_meta_data( $key );
		}
		$order->save_meta_data();
	}

	/**
	 * Rows that are older than is kept.
	 *
	 * @param int $days How long they are kept.
	 */
	public static function forget_old( $days ): void {
		global $wpdb;
		$orders = Woo_Tables::name( 'orders' );
		$before = Woo_Link::now_ms() - max( 1, (int) $days ) * DAY_IN_SECONDS * 1000;
		$wpdb->query( $wpdb->prepare( "UPDATE {$orders} SET visitor = '' WHERE visitor <> '' AND at < %d", $before ) );
	}

	/**
	 * Removes what is held of one hash.
	 *
	 * @param string $visitor 32 hex digits.
	 * @return int How many rows that was.
	 */
	private static function forget( string $visitor ): int {
		global $wpdb;
		$removed = 0;
		foreach ( self::PERSONAL as $name => $columns ) {
			foreach ( $columns as $column ) {
				$removed += (int) $wpdb->update( Woo_Tables::name( $name ), array( $column => '' ), array( $column => $visitor ) );
			}
		}
		$removed += Woo_Removal::visitor_meta( $visitor );
		$removed += (int) $wpdb->delete( Woo_Tables::name( 'reminders' ), array( 'customer' => $visitor ) );
		return $removed + (int) $wpdb->delete(
			Woo_Tables::name( 'customers' ),
			array(
				'customer'     => $visitor,
				'has_objected' => 0,
			)
		);
	}

	private static function facts( array $row ): array {
		$names = array(
			'orders'        => __( 'Orders', 'inkling' ),
			'revenue_minor' => __( 'Value, in the smallest unit of the currency', 'inkling' ),
			'r'             => __( 'Fifth by recency', 'inkling' ),
			'f'             => __( 'Fifth by frequency', 'inkling' ),
			'm'             => __( 'Fifth by value', 'inkling' ),
			'has_objected'  => __( 'Objected to being sorted', 'inkling' ),
		);
		$facts = array();
		foreach ( $names as $key => $name ) {
			$facts[] = array(
				'name'  => $name,
				'value' => (string) $row[ $key ],
			);
		}
		return $facts;
	}
}
