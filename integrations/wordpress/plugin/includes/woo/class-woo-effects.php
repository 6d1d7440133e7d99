<?php
/**
 * What an order says of the campaigns that its buyer had seen.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Sales and money by arm, on the day of the order, in the table that the counts keep. The order itself names the arms, so no visitor is needed. */
final class Woo_Effects {

	/**
	 * Adds a purchase, or takes it away.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $sign  1 or -1.
	 */
	public static function add( $order, int $sign ): void {
		$arms = Woo_Checkout::arms_of( $order );
		$row  = $arms ? Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) ) : null;
		if ( null === $row ) {
			return;
		}
		$net = '0' === (string) $row['is_other_currency'] ? (int) $row['total_minor'] - (int) $row['refunded_minor'] : 0;
		foreach ( $arms as $arm ) {
			self::write( (int) $row['at'], $arm, $sign * (int) $arm[2], $sign * $net );
		}
	}

	/**
	 * Adds money alone; a refund adds less than nothing. What no longer counts has nothing to give back.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $minor Minor units.
	 */
	public static function add_revenue( $order, int $minor ): void {
		$row = Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) );
		if ( null === $row || '1' !== (string) $row['is_counted'] || '0' !== (string) $row['is_other_currency'] ) {
			return;
		}
		foreach ( Woo_Checkout::arms_of( $order ) as $arm ) {
			self::write( (int) $row['at'], $arm, 0, $minor );
		}
	}

	/**
	 * Adds to the row of an arm and a day.
	 *
	 * @param int   $at_ms       When the order was placed.
	 * @param array $arm         Campaign, variant.
	 * @param int   $conversions To add.
	 * @param int   $minor       To add.
	 */
	private static function write( int $at_ms, array $arm, int $conversions, int $minor ): void {
		global $wpdb;
		$table = Woo_Tables::name( 'effects' );
		$day   = wp_date( 'Y-m-d', intdiv( $at_ms, 1000 ) );
		$wpdb->query(
			$wpdb->prepare(
				"INSERT INTO {$table} (day, campaign, variant, exposures, conversions, revenue_minor) VALUES (%s, %s, %s, 0, %d, %d)
				ON DUPLICATE KEY UPDATE conversions = conversions + VALUES(conversions), revenue_minor = revenue_minor + VALUES(revenue_minor)", // phpcs:ignore WordPress.DB.PreparedSQL -- a name of our own.
				$day,
				$arm[0],
				$arm[1],
				$conversions,
				$minor
			)
		);
	}
}
