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
 * Whoever asks again, be it for another decision of the same campaign, gets the same code with the same end. The merchant's budget is one row a code:
 * a row is written before its code is made, and taken back where that was one too many.
 */
final class Woo_Coupons {

	/** Which claim a code was made for; on the coupon. */
	private const CLAIM_META = '_inkling_claim';

	/** Letters and digits that nobody mistakes for each other. */
	private const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

	/** 80 bits. */
	private const CODE_LENGTH = 16;

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
		$claim = Woo_Hash::keyed( 'coupon:' . $visitor['v'] . ':' . $row[1] );
		if ( '' === $claim || ! class_exists( 'WC_Coupon' ) ) {
			return array( 'error' => 'unavailable' );
		}
		$made = self::read( $claim );
		return null === $made ? self::make( $claim, $visitor, (string) $row[1], $offer ) : $made;
	}

	/** Codes that ended a day ago or longer go. */
	public static function remove_ended(): void {
		$before = Woo_Link::now_ms() - DAY_IN_SECONDS * 1000;
		foreach ( self::find( 'ends_at < %d AND coupon_id > 0', $before ) as $row ) {
			self::retire( $row );
		}
		self::remove( 'ends_at < %d AND made_at < %d', $before, Woo_Coupon_Budget::month_ms() );
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
		$added = $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$table} (claim, campaign, visitor, made_at, ends_at) VALUES (%s, %s, %s, %d, %d)", $claim, $campaign, $who, $now, $ends ) );
		if ( 1 !== $added ) {
			return self::read( $claim ) ?? array( 'error' => 'busy' );
		}
		if ( Woo_Coupon_Budget::is_over( $campaign, $offer, $now ) ) {
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
	 * What was made for a claim; null for nothing.
	 *
	 * @param string $claim The claim.
	 */
	private static function read( string $claim ): ?array {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT claim, code, coupon_id, made_at, ends_at FROM {$table} WHERE claim = %s", $claim ) );
		if ( null === $row ) {
			return null;
		}
		if ( '' !== $row->code && (int) $row->ends_at <= Woo_Link::now_ms() ) {
			self::retire( $row );
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
	 * Makes room for another code of the same visitor. The row stays in the budget of its month.
	 *
	 * @param object $row Of the table: claim, coupon_id, made_at.
	 */
	private static function retire( $row ): void {
		global $wpdb;
		self::remove_coupon( $row );
		$ended = array(
			'claim'     => Woo_Hash::keyed( 'ended:' . $row->claim . ':' . $row->made_at ),
			'code'      => '',
			'coupon_id' => 0,
		);
		$wpdb->update( Woo_Tables::name( 'coupons' ), $ended, array( 'claim' => $row->claim ) );
	}

	/**
	 * A number that came to stand for something else meanwhile is left alone.
	 *
	 * @param object $row Of the table: claim, coupon_id.
	 */
	private static function remove_coupon( $row ): void {
		if ( $row->coupon_id > 0 && get_post_meta( (int) $row->coupon_id, self::CLAIM_META, true ) === $row->claim ) {
			wp_delete_post( (int) $row->coupon_id, true );
		}
	}

	/**
	 * Rows of the table.
	 *
	 * @param string $which_sql A condition of our own.
	 * @param int    ...$values Its values.
	 * @return object[]
	 */
	private static function find( string $which_sql, int ...$values ): array {
		global $wpdb;
		$table = Woo_Tables::name( 'coupons' );
		return Woo_Tables::has( $table ) ? (array) $wpdb->get_results( $wpdb->prepare( "SELECT claim, coupon_id, made_at FROM {$table} WHERE {$which_sql}", $values ) ) : array();
	}

	/**
	 * Removes rows and their coupons.
	 *
	 * @param string $which_sql A condition of our own.
	 * @param int    ...$values Its values.
	 */
	private static function remove( string $which_sql, int ...$values ): void {
		global $wpdb;
		foreach ( self::find( $which_sql, ...$values ) as $row ) {
			self::remove_coupon( $row );
			$wpdb->delete( Woo_Tables::name( 'coupons' ), array( 'claim' => $row->claim ) );
		}
	}
}
