<?php
/**
 * How many codes may be given away.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Of the shop and of each campaign, a day and a month. One row of the table is one code, also after it ended. */
final class Woo_Coupon_Budget {

	/** More within a minute is no shop's evening but a machine. */
	private const MOST_A_MINUTE = 30;

	/**
	 * Whether the row that was just written is one too many, of this campaign or of all.
	 *
	 * @param string $campaign Its key.
	 * @param array  $offer    Its terms.
	 * @param int    $now      Epoch ms.
	 */
	public static function is_over( string $campaign, array $offer, int $now ): bool {
		$day   = ( new \DateTimeImmutable( 'today', wp_timezone() ) )->getTimestamp() * 1000;
		$month = self::month_ms();
		return self::count_since( $now - 60000 ) > self::MOST_A_MINUTE
			|| self::count_since( $day ) > (int) Woo_Link::setting( 'coupons_per_day', 50 )
			|| self::count_since( $month ) > (int) Woo_Link::setting( 'coupons_per_month', 500 )
			|| ( isset( $offer['perDay'] ) && self::count_since( $day, $campaign ) > (int) $offer['perDay'] )
			|| ( isset( $offer['perMonth'] ) && self::count_since( $month, $campaign ) > (int) $offer['perMonth'] );
	}

	/** When the month of the budget began. */
	public static function month_ms(): int {
		return ( new \DateTimeImmutable( 'first day of this month midnight', wp_timezone() ) )->getTimestamp() * 1000;
	}

	private static function count_since( int $at_ms, string $campaign = '' ): int {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$table} WHERE made_at >= %d AND ( %s = '' OR campaign = %s )", $at_ms, $campaign, $campaign ) );
	}
}
