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
	 * @param \WC_Order  $order The order.
	 * @param int        $sign  1 or -1.
	 * @param array|null $row   Its row, where it is known.
	 */
	public static function add( $order, int $sign, ?array $row = null ): void {
		$arms = Woo_Checkout::arms_of( $order );
		$row  = $arms ? $row ?? Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) ) : null;
		if ( null === $row ) {
			return;
		}
		$net = '0' === (string) $row['is_other_currency'] ? (int) $row['total_minor'] - (int) $row['refunded_minor'] : 0;
		self::write(
			(int) $row['at'],
			array_map(
				static function ( array $arm ) use ( $sign, $net ): array {
					return array( $arm[0], $arm[1], $sign * (int) $arm[2], $sign * $net );
				},
				$arms
			)
		);
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
		self::write(
			(int) $row['at'],
			array_map(
				static function ( array $arm ) use ( $minor ): array {
					return array( $arm[0], $arm[1], 0, $minor );
				},
				Woo_Checkout::arms_of( $order )
			)
		);
	}

	/**
	 * Adds to the rows of arms on a day: all of them or none.
	 *
	 * @param int   $at_ms When the order was placed.
	 * @param array $added Each campaign, variant, conversions, minor units.
	 * @throws \RuntimeException Where the database does not take it.
	 */
	private static function write( int $at_ms, array $added ): void {
		global $wpdb;
		if ( ! $added ) {
			return;
		}
		$table    = Woo_Tables::name( 'effects' );
		$day      = wp_date( 'Y-m-d', intdiv( $at_ms, 1000 ) );
		$rows_sql = array();
		foreach ( $added as list( $campaign, $variant, $conversions, $minor ) ) {
			$rows_sql[] = $wpdb->prepare( '(%s, %s, %s, 0, %d, %d)', $day, $campaign, $variant, $conversions, $minor );
		}
		$is_in = $wpdb->query(
			"INSERT INTO {$table} (day, campaign, variant, exposures, conversions, revenue_minor) VALUES " . implode( ', ', $rows_sql ) // Each is prepared.
			. ' ON DUPLICATE KEY UPDATE conversions = conversions + VALUES(conversions), revenue_minor = revenue_minor + VALUES(revenue_minor)'
		);
		if ( false === $is_in ) {
			throw new \RuntimeException( 'Inkling cannot count the effect of an order.' );
		}
	}
}
