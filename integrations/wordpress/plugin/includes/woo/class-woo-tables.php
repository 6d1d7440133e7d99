<?php
/**
 * The tables of what the shop knows.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Names and columns. No address, no name and no number of an order is in them; instants are epoch milliseconds. */
final class Woo_Tables {

	private const COLUMNS = array(
		'orders'    => 'order_hash char(32) NOT NULL,
			customer char(32) NOT NULL DEFAULT \'\',
			visitor char(32) NOT NULL DEFAULT \'\',
			campaign varchar(64) NOT NULL DEFAULT \'\',
			variant varchar(64) NOT NULL DEFAULT \'\',
			total_minor bigint(20) NOT NULL DEFAULT 0,
			refunded_minor bigint(20) NOT NULL DEFAULT 0,
			currency char(3) NOT NULL DEFAULT \'\',
			is_other_currency tinyint(1) NOT NULL DEFAULT 0,
			status varchar(32) NOT NULL DEFAULT \'\',
			is_counted tinyint(1) NOT NULL DEFAULT 1,
			at bigint(20) NOT NULL,
			PRIMARY KEY  (order_hash),
			KEY customer (customer),
			KEY at (at)',
		'customers' => 'customer char(32) NOT NULL,
			orders bigint(20) NOT NULL DEFAULT 0,
			revenue_minor bigint(20) NOT NULL DEFAULT 0,
			first_at bigint(20) NOT NULL DEFAULT 0,
			last_at bigint(20) NOT NULL DEFAULT 0,
			r tinyint(1) NOT NULL DEFAULT 0,
			f tinyint(1) NOT NULL DEFAULT 0,
			m tinyint(1) NOT NULL DEFAULT 0,
			has_objected tinyint(1) NOT NULL DEFAULT 0,
			PRIMARY KEY  (customer),
			KEY last_at (last_at)',
		'coupons'   => 'claim char(32) NOT NULL,
			campaign varchar(64) NOT NULL,
			visitor char(32) NOT NULL DEFAULT \'\',
			code varchar(40) NOT NULL DEFAULT \'\',
			coupon_id bigint(20) unsigned NOT NULL DEFAULT 0,
			made_at bigint(20) NOT NULL,
			ends_at bigint(20) NOT NULL,
			PRIMARY KEY  (claim),
			KEY made_at (made_at),
			KEY ends_at (ends_at)',
		'reminders' => 'cart char(32) NOT NULL,
			customer char(32) NOT NULL DEFAULT \'\',
			sealed text NOT NULL,
			state varchar(16) NOT NULL,
			due_at bigint(20) NOT NULL,
			settled_at bigint(20) NOT NULL DEFAULT 0,
			PRIMARY KEY  (cart),
			KEY customer (customer),
			KEY due_at (due_at)',
	);

	/**
	 * The name of one of them on the site at hand.
	 *
	 * @param string $name `orders`, `customers`, `coupons` or `reminders`.
	 */
	public static function name( string $name ): string {
		global $wpdb;
		return $wpdb->prefix . 'inkling_' . $name;
	}

	/** Makes or mends them. */
	public static function install(): void {
		global $wpdb;
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		foreach ( self::COLUMNS as $name => $columns ) {
			dbDelta( 'CREATE TABLE ' . self::name( $name ) . " (\n" . $columns . "\n) " . $wpdb->get_charset_collate() . ';' );
		}
	}

	/** Removes them. */
	public static function uninstall(): void {
		global $wpdb;
		foreach ( array_keys( self::COLUMNS ) as $name ) {
			$wpdb->query( 'DROP TABLE IF EXISTS ' . self::name( $name ) );
		}
	}

	/**
	 * Whether the site has such a table.
	 *
	 * @param string $table Its whole name.
	 */
	public static function has( string $table ): bool {
		global $wpdb;
		return $table === $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $table ) ) );
	}
}
