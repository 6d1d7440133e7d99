<?php
/**
 * What the shop's own tables hold of ours, at the end.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** WooCommerce may be gone by then, so the tables are asked themselves: those of posts, and those of orders where there are any. */
final class Woo_Removal {

	/** Meta of orders, wherever orders lie; and the box of a checkout made of blocks, which the shop also keeps with its customers. */
	public static function order_meta(): void {
		global $wpdb;
		foreach ( array( $wpdb->postmeta, $wpdb->usermeta, $wpdb->prefix . 'wc_orders_meta' ) as $table ) {
			if ( Woo_Tables::has( $table ) ) {
				$own = $wpdb->esc_like( '_inkling_' ) . '%';
				$box = $wpdb->esc_like( '_wc_other/inkling/' ) . '%';
				$wpdb->query( $wpdb->prepare( "DELETE FROM {$table} WHERE meta_key LIKE %s OR meta_key LIKE %s", $own, $box ) );
			}
		}
	}

	/**
	 * What joins orders to a visitor, also orders that nobody has paid for yet.
	 *
	 * @param string $visitor 32 hex digits.
	 * @return int On how many orders it stood.
	 */
	public static function visitor_meta( string $visitor ): int {
		global $wpdb;
		$theirs = '%' . $wpdb->esc_like( '"' . $visitor . '"' ) . '%';
		$orders = $wpdb->get_col( $wpdb->prepare( "SELECT post_id FROM {$wpdb->postmeta} WHERE meta_key = %s AND meta_value LIKE %s", Woo_Checkout::VISITOR, $theirs ) );
		foreach ( $orders as $order ) {
			delete_post_meta( (int) $order, Woo_Checkout::VISITOR );
		}
		$table = $wpdb->prefix . 'wc_orders_meta';
		$gone  = Woo_Tables::has( $table ) ? $wpdb->query( $wpdb->prepare( "DELETE FROM {$table} WHERE meta_key = %s AND meta_value LIKE %s", Woo_Checkout::VISITOR, $theirs ) ) : 0;
		return count( $orders ) + (int) $gone;
	}

	/** Work that was planned by WooCommerce's planner, done or not, and what it wrote down about it. */
	public static function actions(): void {
		global $wpdb;
		$actions = $wpdb->prefix . 'actionscheduler_actions';
		$logs    = $wpdb->prefix . 'actionscheduler_logs';
		$groups  = $wpdb->prefix . 'actionscheduler_groups';
		$hooks   = $wpdb->esc_like( 'inkling_' ) . '%';
		if ( ! Woo_Tables::has( $actions ) ) {
			return;
		}
		if ( Woo_Tables::has( $logs ) ) {
			$wpdb->query( $wpdb->prepare( "DELETE FROM {$logs} WHERE action_id IN ( SELECT action_id FROM {$actions} WHERE hook LIKE %s )", $hooks ) );
		}
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$actions} WHERE hook LIKE %s", $hooks ) );
		if ( Woo_Tables::has( $groups ) ) {
			$wpdb->delete( $groups, array( 'slug' => Woo_Import::GROUP ) );
		}
	}
}
