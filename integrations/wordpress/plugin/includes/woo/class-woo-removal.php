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
				$wpdb->query( $wpdb->prepare( "DELETE FROM {$table} WHERE meta_key LIKE %s OR meta_key LIKE %s", $own, $box ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names of WordPress's own.
			}
		}
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
			$wpdb->query( $wpdb->prepare( "DELETE FROM {$logs} WHERE action_id IN ( SELECT action_id FROM {$actions} WHERE hook LIKE %s )", $hooks ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names of WooCommerce's own.
		}
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$actions} WHERE hook LIKE %s", $hooks ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- names of WooCommerce's own.
		if ( Woo_Tables::has( $groups ) ) {
			$wpdb->delete( $groups, array( 'slug' => Woo_Import::GROUP ) );
		}
	}
}
