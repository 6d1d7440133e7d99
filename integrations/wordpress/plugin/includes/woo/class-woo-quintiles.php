<?php
/**
 * Where one fifth of a shop's buyers ends and the next begins.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The same fifths as core/segments/rfm-edges.ts makes, from the same cases: test/cases/rfm-quintiles.json. What it sorts
 * stays where it is; it asks for the value at a rank, so that a table of any size needs a dozen short questions.
 */
final class Woo_Quintiles {

	private const FIFTHS = 5;
	private const DAY_MS = 86400000;

	/**
	 * Four ascending edges: a value lies in fifth 1 + the number of edges it exceeds.
	 *
	 * @param int      $count    How many values there are, at least one.
	 * @param callable $value_at The value at a rank from 0, ascending.
	 */
	public static function edges( int $count, callable $value_at ): array {
		if ( $count < self::FIFTHS ) {
			return self::spread( array_map( $value_at, range( 0, $count - 1 ) ) );
		}
		$edges = array();
		for ( $k = 1; $k < self::FIFTHS; $k++ ) {
			$edges[] = (int) $value_at( (int) ceil( $k * $count / self::FIFTHS ) - 1 );
		}
		return $edges;
	}

	/**
	 * Edges of recency, which grows while they stand: half way to the next larger value, a day at most.
	 *
	 * @param array    $edges As edges() made them.
	 * @param callable $next  The smallest value above one; null for none.
	 */
	public static function with_room( array $edges, callable $next ): array {
		return array_map(
			static function ( int $edge ) use ( $next ): int {
				$above = $next( $edge );
				return $edge + ( null === $above ? self::DAY_MS : min( self::DAY_MS, intdiv( (int) $above - $edge, 2 ) ) );
			},
			$edges
		);
	}

	/**
	 * How many edges a value exceeds.
	 *
	 * @param int   $value The value.
	 * @param array $edges Four of them.
	 */
	public static function above( int $value, array $edges ): int {
		return count(
			array_filter(
				$edges,
				static function ( int $edge ) use ( $value ): bool {
					return $value > $edge;
				}
			)
		);
	}

	/**
	 * Fewer than five values: the distinct ones go from 1 to 5 in equal steps.
	 *
	 * @param array $ascending At least one.
	 */
	private static function spread( array $ascending ): array {
		$distinct = array_values( array_unique( array_map( 'intval', $ascending ) ) );
		$steps    = max( 1, count( $distinct ) - 1 );
		$edges    = array();
		for ( $k = 1; $k < self::FIFTHS; $k++ ) {
			$edge = 0;
			foreach ( $distinct as $at => $value ) {
				if ( 1 + (int) round( ( self::FIFTHS - 1 ) * $at / $steps ) <= $k ) {
					$edge = $value;
				}
			}
			$edges[] = $edge;
		}
		return $edges;
	}
}
