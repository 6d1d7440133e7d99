<?php
/**
 * Codes that are made for one visitor: they work once, and end.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * A code is made for a decision that stands in the visitor's own session, so that there is nothing to ask for at random.
 * Whoever asks again for the same one gets the same code with the same end. The merchant's budget is one row a code:
 * a row is written before its code is made, and taken back where that was one too many.
 */
final class Woo_Coupons {

	/** Which claim a code was made for; on the coupon. */
	private const CLAIM_META = '_inkling_claim';

	/** Letters and digits that nobody mistakes for each other. */
	private const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

	/** 80 bits. */
	private const CODE_LENGTH = 16;

	/** More within a minute is no shop's evening but a machine. */
	private const MOST_A_MINUTE = 30;

	/** A request that broke off while it made a code. */
	private const STALE_MS = 60000;

	private const UNIT_MS = array(
		'ms' => 1,
		's'  => 1000,
		'm'  => 60000,
		'h'  => 3600000,
		'd'  => 86400000,
		'w'  => 604800000,
	);

	/**
	 * The code of a decision: made now, or made before.
	 *
	 * @param array|null $visitor  Who asks.
	 * @param string     $decision Its id.
	 * @return array `code` and `ends` (epoch ms), or `error`: unknown_decision, limited, busy, unavailable.
	 */
	public static function claim( ?array $visitor, string $decision ): array {
		$row   = null === $visitor ? null : self::find_row( Woo_Link::state( $visitor ), $decision );
		$offer = null === $row ? null : self::offer( (string) $row[1], (string) $row[2] );
		if ( null === $offer ) {
			return array( 'error' => 'unknown_decision' );
		}
		$claim = Woo_Hash::keyed( 'coupon:' . $visitor['v'] . ':' . $row[0] . ':' . $row[1] . ':' . ( $row[3]['c'] ?? 0 ) );
		if ( '' === $claim || ! class_exists( 'WC_Coupon' ) ) {
			return array( 'error' => 'unavailable' );
		}
		$made = self::read( $claim );
		return null === $made ? self::make( $claim, $visitor, (string) $row[1], $offer ) : $made;
	}

	/** Codes that ended a day ago or longer go. */
	public static function remove_ended(): void {
		self::remove( 'ends_at < %d', Woo_Link::now_ms() - DAY_IN_SECONDS * 1000 );
	}

	/** All of them go. */
	public static function remove_all(): void {
		self::remove( 'ends_at > %d', 0 );
	}

	/**
	 * The row of a decision that was granted to this visitor; null where there is none, or the arm gets nothing.
	 *
	 * @param array  $state    Of the visitor.
	 * @param string $decision Its id.
	 */
	private static function find_row( array $state, string $decision ): ?array {
		$short = substr( $decision, 0, 8 );
		foreach ( (array) ( $state['d'] ?? array() ) as $row ) {
			if ( 8 === strlen( $short ) && $row[0] === $short && isset( $row[3]['c'] ) && ! isset( $row[3]['w'] ) ) {
				return $row;
			}
		}
		return null;
	}

	/**
	 * What a campaign gives by a code of its own making; null where it gives none.
	 *
	 * @param string $campaign Its key.
	 * @param string $variant  Key of the arm.
	 */
	private static function offer( string $campaign, string $variant ): ?array {
		$rules = is_callable( array( Rules::class, 'merged' ) ) ? Rules::merged() : array();
		$rules = (array) apply_filters( 'inkling_coupon_rules', $rules );
		foreach ( (array) ( $rules['campaigns'] ?? array() ) as $found ) {
			if ( $campaign !== $found['key'] || 'live' !== ( $found['state'] ?? '' ) ) {
				continue;
			}
			foreach ( (array) $found['variants'] as $arm ) {
				if ( $variant === $arm['key'] && 'coupon' === ( $arm['treatment']['kind'] ?? '' ) && ! isset( $arm['treatment']['code'] ) ) {
					return self::terms( (array) ( $found['offer'] ?? array() ) );
				}
			}
		}
		return null;
	}

	private static function terms( array $offer ): ?array {
		$is_span = preg_match( '/^(\d{1,6})(ms|s|m|h|d|w)$/', (string) ( $offer['codesLast'] ?? '' ), $span );
		$share   = (float) ( $offer['discount'] ?? 0 );
		if ( ! $is_span || $share <= 0 || $share > 1 ) {
			return null;
		}
		return array( 'lasts_ms' => (int) $span[1] * self::UNIT_MS[ $span[2] ] ) + $offer;
	}

	/**
	 * What was made for a claim; null for nothing.
	 *
	 * @param string $claim The claim.
	 */
	private static function read( string $claim ): ?array {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT code, made_at, ends_at FROM {$table} WHERE claim = %s", $claim ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a name of our own.
		if ( null === $row ) {
			return null;
		}
		if ( '' !== $row->code ) {
			return array(
				'code' => $row->code,
				'ends' => (int) $row->ends_at,
			);
		}
		if ( Woo_Link::now_ms() - (int) $row->made_at < self::STALE_MS ) {
			return array( 'error' => 'busy' );
		}
		$wpdb->delete(
			$table,
			array(
				'claim' => $claim,
				'code'  => '',
			)
		);
		return null;
	}

	/**
	 * Makes a code.
	 *
	 * @param string $claim    The claim.
	 * @param array  $visitor  Who gets it.
	 * @param string $campaign Whose offer it is.
	 * @param array  $offer    Its terms.
	 */
	private static function make( string $claim, array $visitor, string $campaign, array $offer ): array {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		$now   = Woo_Link::now_ms();
		$ends  = $now + $offer['lasts_ms'];
		$who   = 'consented' === ( $visitor['m'] ?? '' ) ? (string) $visitor['v'] : '';
		$added = $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$table} (claim, campaign, visitor, made_at, ends_at) VALUES (%s, %s, %s, %d, %d)", $claim, $campaign, $who, $now, $ends ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a name of our own.
		if ( 1 !== $added ) {
			return self::read( $claim ) ?? array( 'error' => 'busy' );
		}
		if ( self::is_over_budget( $campaign, $offer, $now ) ) {
			$wpdb->delete( $table, array( 'claim' => $claim ) );
			return array( 'error' => 'limited' );
		}
		$code   = self::draw_code();
		$coupon = self::write_coupon( $code, $claim, $offer, intdiv( $ends, 1000 ) );
		if ( 0 === $coupon ) {
			$wpdb->delete( $table, array( 'claim' => $claim ) );
			return array( 'error' => 'unavailable' );
		}
		$made = array(
			'code'      => $code,
			'coupon_id' => $coupon,
		);
		$wpdb->update( $table, $made, array( 'claim' => $claim ) );
		return array(
			'code' => $code,
			'ends' => $ends,
		);
	}

	/**
	 * Whether the row that was just written is one too many, of this campaign or of all.
	 *
	 * @param string $campaign Its key.
	 * @param array  $offer    Its terms.
	 * @param int    $now      Epoch ms.
	 */
	private static function is_over_budget( string $campaign, array $offer, int $now ): bool {
		$day   = ( new \DateTimeImmutable( 'today', wp_timezone() ) )->getTimestamp() * 1000;
		$month = ( new \DateTimeImmutable( 'first day of this month midnight', wp_timezone() ) )->getTimestamp() * 1000;
		return self::count_since( $now - 60000 ) > self::MOST_A_MINUTE
			|| self::count_since( $day ) > (int) Woo_Link::setting( 'coupons_per_day', 50 )
			|| self::count_since( $month ) > (int) Woo_Link::setting( 'coupons_per_month', 500 )
			|| ( isset( $offer['perDay'] ) && self::count_since( $day, $campaign ) > (int) $offer['perDay'] )
			|| ( isset( $offer['perMonth'] ) && self::count_since( $month, $campaign ) > (int) $offer['perMonth'] );
	}

	private static function count_since( int $at_ms, string $campaign = '' ): int {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$table} WHERE made_at >= %d AND ( %s = '' OR campaign = %s )", $at_ms, $campaign, $campaign ) ); // phpcs:ignore WordPress.DB.PreparedSQL -- a name of our own.
	}

	private static function draw_code(): string {
		$code = 'INK';
		for ( $at = 0; $at < self::CODE_LENGTH; $at++ ) {
			$code .= self::ALPHABET[ random_int( 0, strlen( self::ALPHABET ) - 1 ) ];
		}
		return $code;
	}

	/**
	 * Makes the shop's coupon.
	 *
	 * @param string $code   What is typed.
	 * @param string $claim  What it was made for.
	 * @param array  $offer  Its terms.
	 * @param int    $ends_s Epoch seconds.
	 * @return int Its number; 0 where the shop refused.
	 */
	private static function write_coupon( string $code, string $claim, array $offer, int $ends_s ): int {
		$coupon = new \WC_Coupon();
		$coupon->set_code( $code );
		$coupon->set_discount_type( 'percent' );
		$coupon->set_amount( (string) round( 100 * (float) $offer['discount'], 2 ) );
		$coupon->set_usage_limit( 1 );
		$coupon->set_individual_use( true );
		$coupon->set_exclude_sale_items( ! empty( $offer['excludesSaleItems'] ) );
		$coupon->set_date_expires( $ends_s );
		$coupon->update_meta_data( self::CLAIM_META, $claim );
		do_action( 'inkling_coupon', $coupon );
		return (int) $coupon->save();
	}

	/**
	 * Removes coupons of ours, and their rows.
	 *
	 * @param string $which_sql Of the table, with one place for a number.
	 * @param int    $value     The number.
	 */
	private static function remove( string $which_sql, int $value ): void {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		if ( ! Woo_Tables::has( $table ) ) {
			return;
		}
		foreach ( $wpdb->get_results( $wpdb->prepare( "SELECT claim, coupon_id FROM {$table} WHERE {$which_sql}", $value ) ) as $row ) { // phpcs:ignore WordPress.DB.PreparedSQL -- texts of our own.
			// A number that came to stand for something else meanwhile is left alone.
			if ( $row->coupon_id > 0 && get_post_meta( (int) $row->coupon_id, self::CLAIM_META, true ) === $row->claim ) {
				wp_delete_post( (int) $row->coupon_id, true );
			}
			$wpdb->delete( $table, array( 'claim' => $row->claim ) );
		}
	}
}
