<?php
/**
 * The rows of orders.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Each change says whether it changed anything: of two requests that report the same, one does. */
final class Woo_Ledger {

	private const COLUMNS = 'order_hash, customer, visitor, campaign, variant, total_minor, refunded_minor, currency, is_other_currency, status, is_counted, at';
	private const MARKS   = '%s, %s, %s, %s, %s, %d, %d, %s, %d, %s, %d, %d';

	/**
	 * Adds an order, unless it is there.
	 *
	 * @param array $row All columns.
	 * @return bool Whether it is new.
	 * @throws \RuntimeException Where the database does not take it.
	 */
	public static function insert( array $row ): bool {
		global $wpdb;
		$table  = Woo_Tables::name( 'orders' );
		$values = array();
		foreach ( explode( ', ', self::COLUMNS ) as $name ) {
			$values[] = $row[ $name ];
		}
		$added = $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$table} (" . self::COLUMNS . ') VALUES (' . self::MARKS . ')', $values ) );
		if ( false === $added ) {
			throw new \RuntimeException( 'Inkling cannot write the row of an order.' );
		}
		return 1 === $added;
	}

	/**
	 * Sets the status of an order.
	 *
	 * @param string $hash   What stands for it.
	 * @param string $status Without `wc-`.
	 */
	public static function set_status( string $hash, string $status ): void {
		global $wpdb;
		$wpdb->update( Woo_Tables::name( 'orders' ), array( 'status' => $status ), array( 'order_hash' => $hash ) );
	}

	/**
	 * An order that was taken out of the counts is back.
	 *
	 * @param string $hash What stands for it.
	 */
	public static function count_again( string $hash ): bool {
		return self::flip( $hash, 0, 1 );
	}

	/**
	 * An order goes out of the counts.
	 *
	 * @param string $hash What stands for it.
	 */
	public static function count_no_more( string $hash ): bool {
		return self::flip( $hash, 1, 0 );
	}

	/**
	 * Sets what went back of an order altogether.
	 *
	 * @param string $hash  What stands for it.
	 * @param int    $minor Minor units.
	 * @return int What went back since.
	 */
	public static function set_refunded( string $hash, int $minor ): int {
		global $wpdb;
		$table  = Woo_Tables::name( 'orders' );
		$before = $wpdb->get_var( $wpdb->prepare( "SELECT refunded_minor FROM {$table} WHERE order_hash = %s", $hash ) );
		if ( null === $before || (int) $before === $minor ) {
			return 0;
		}
		$changed = $wpdb->query( $wpdb->prepare( "UPDATE {$table} SET refunded_minor = %d WHERE order_hash = %s AND refunded_minor = %d", $minor, $hash, (int) $before ) );
		return 1 === $changed ? $minor - (int) $before : 0;
	}

	/**
	 * One row; null where there is none.
	 *
	 * @param string $hash What stands for the order.
	 */
	public static function read( string $hash ): ?array {
		global $wpdb;
		$table = Woo_Tables::name( 'orders' );
		return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$table} WHERE order_hash = %s", $hash ), ARRAY_A );
	}

	/**
	 * Sums of what was bought since.
	 *
	 * @param int $at_ms Epoch ms.
	 */
	public static function totals_since( int $at_ms ): array {
		global $wpdb;
		$table = Woo_Tables::name( 'orders' );
		$row   = $wpdb->get_row(
			$wpdb->prepare(
				"SELECT COUNT(*) AS orders, SUM( CASE WHEN is_other_currency = 0 THEN total_minor ELSE 0 END ) AS revenue_minor,
				SUM( CASE WHEN is_other_currency = 0 THEN refunded_minor ELSE 0 END ) AS refunded_minor, SUM( is_other_currency ) AS other_currency
				FROM {$table} WHERE is_counted = 1 AND at >= %d",
				$at_ms
			),
			ARRAY_A
		);
		return array_map( 'intval', (array) $row );
	}

	/**
	 * Sets whether an order counts, if it does not stand so already.
	 *
	 * @param string $hash What stands for it.
	 * @param int    $from What is to change.
	 * @param int    $to   Into what.
	 */
	private static function flip( string $hash, int $from, int $to ): bool {
		global $wpdb;
		$changed = $wpdb->update(
			Woo_Tables::name( 'orders' ),
			array( 'is_counted' => $to ),
			array(
				'order_hash' => $hash,
				'is_counted' => $from,
			)
		);
		return 1 === $changed;
	}
}
