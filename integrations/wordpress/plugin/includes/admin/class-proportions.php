<?php
/**
 * Shares, and how far apart two of them are.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** As core/measurement/proportions.ts, by the same cases: test/cases/proportions.json. */
final class Proportions {

	/** 97.5 % quantile of the standard normal distribution: intervals of 95 %. */
	private const Z = 1.959963984540054;

	/**
	 * Wilson's score interval of a share (Wilson 1927), 95 %.
	 *
	 * @param int $did Of them.
	 * @param int $of  At least one.
	 * @return array{low: float, high: float}
	 */
	public static function wilson( int $did, int $of ): array {
		$p      = $did / $of;
		$center = $p + self::Z ** 2 / ( 2 * $of );
		$half   = self::Z * sqrt( ( $p * ( 1 - $p ) ) / $of + self::Z ** 2 / ( 4 * $of ** 2 ) );
		$scale  = 1 + self::Z ** 2 / $of;
		return array(
			'low'  => max( 0.0, ( $center - $half ) / $scale ),
			'high' => min( 1.0, ( $center + $half ) / $scale ),
		);
	}

	/**
	 * Interval of the difference a - b of two independent shares, 95 %: Newcombe's hybrid score interval (Statistics in
	 * Medicine 17, 1998, method 10).
	 *
	 * @param int $did_a Of the first.
	 * @param int $of_a  At least one.
	 * @param int $did_b Of the second.
	 * @param int $of_b  At least one.
	 * @return array{low: float, high: float}
	 */
	public static function newcombe( int $did_a, int $of_a, int $did_b, int $of_b ): array {
		$pa = $did_a / $of_a;
		$pb = $did_b / $of_b;
		$ia = self::wilson( $did_a, $of_a );
		$ib = self::wilson( $did_b, $of_b );
		return array(
			'low'  => $pa - $pb - hypot( $pa - $ia['low'], $ib['high'] - $pb ),
			'high' => $pa - $pb + hypot( $ia['high'] - $pa, $pb - $ib['low'] ),
		);
	}
}
