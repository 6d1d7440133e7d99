<?php
/**
 * The card of what messages did.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Prints arms beside each other, and a sentence that claims no more than the numbers do. */
final class Effects_Card {

	/**
	 * Prints the card.
	 *
	 * @param array[] $effects Of `Message_Effects::compare()`.
	 * @param int     $days    Of how many days.
	 */
	public static function render( array $effects, int $days ): void {
		/* translators: %d: number of days. */
		Today_Cards::open( sprintf( __( 'What messages did, in %d days', 'inkling' ), $days ) );
		if ( ! $effects ) {
			Today_Cards::none( __( 'No message was shown yet. Switch one on under Messages.', 'inkling' ) );
		}
		foreach ( $effects as $effect ) {
			self::campaign( $effect );
		}
		if ( $effects ) {
			echo '<p class="description">' . esc_html__( 'A range of 95 %. Who looks every day sees by chance, now and then, what is not there: decide on a day beforehand.', 'inkling' ) . '</p>';
		}
		Today_Cards::close();
	}

	/**
	 * One message.
	 *
	 * @param array $effect `campaign`, `control`, `arms`.
	 */
	private static function campaign( array $effect ): void {
		echo '<h3>' . esc_html( Segment_Names::name( $effect['campaign'] ) ) . '</h3>';
		printf(
			'<div class="inkling-scroll" tabindex="0" role="region" aria-label="%s"><table class="widefat striped inkling-table"><thead><tr><th scope="col">%s</th><th scope="col" class="num">%s</th><th scope="col" class="num">%s</th><th scope="col" class="num">%s</th></tr></thead><tbody>',
			esc_attr( Segment_Names::name( $effect['campaign'] ) ),
			esc_html__( 'Who', 'inkling' ),
			esc_html__( 'Visitors', 'inkling' ),
			esc_html__( 'Reached the goal', 'inkling' ),
			esc_html__( 'Share', 'inkling' )
		);
		foreach ( $effect['arms'] as $arm ) {
			/* translators: %s: name of a variant. */
			self::row( 1 === count( $effect['arms'] ) ? __( 'Saw it', 'inkling' ) : sprintf( __( 'Saw it (%s)', 'inkling' ), $arm['variant'] ), $arm );
		}
		if ( null !== $effect['control'] ) {
			self::row( __( 'Saw nothing', 'inkling' ), $effect['control'] );
		}
		echo '</tbody></table></div>';
		foreach ( $effect['arms'] as $arm ) {
			printf( '<p class="inkling-verdict is-%s">%s</p>', esc_attr( $arm['verdict']['state'] ), esc_html( self::say( $arm['verdict'] ) ) );
		}
	}

	/**
	 * One arm.
	 *
	 * @param string $name Of it.
	 * @param array  $arm  Counted.
	 */
	private static function row( string $name, array $arm ): void {
		$share = $arm['exposures'] > 0 ? 100 * $arm['conversions'] / $arm['exposures'] : 0;
		printf(
			'<tr><th scope="row">%s</th><td class="num">%s</td><td class="num">%s</td><td class="num">%s&nbsp;%%</td></tr>',
			esc_html( $name ),
			esc_html( number_format_i18n( (float) $arm['exposures'] ) ),
			esc_html( number_format_i18n( (float) $arm['conversions'] ) ),
			esc_html( number_format_i18n( $share, 1 ) )
		);
	}

	/**
	 * What may be said of it.
	 *
	 * @param array $verdict Of `Message_Effects::judge()`.
	 */
	public static function say( array $verdict ): string {
		switch ( $verdict['state'] ) {
			case 'alone':
				return __( 'Nobody was left out, so nobody can say what it did: give the message a share that sees nothing.', 'inkling' );
			case 'early':
				return $verdict['missing'] > 0
					/* translators: %s: number of visitors. */
					? sprintf( __( 'Not enough data yet: %s more visitors are needed in the smaller group, at least.', 'inkling' ), number_format_i18n( $verdict['missing'] ) )
					: __( 'Not enough data yet: too few have reached the goal.', 'inkling' );
			case 'more':
				/* translators: 1: percentage points, 2: percentage points. */
				return sprintf( __( 'It helps: between %1$s and %2$s percentage points more reach the goal.', 'inkling' ), self::points( $verdict['low'] ), self::points( $verdict['high'] ) );
			case 'less':
				/* translators: 1: percentage points, 2: percentage points. */
				return sprintf( __( 'It does harm: between %1$s and %2$s percentage points fewer reach the goal. Switch it off.', 'inkling' ), self::points( -$verdict['high'] ), self::points( -$verdict['low'] ) );
			default:
				/* translators: 1: percentage points, 2: percentage points. */
				return sprintf( __( 'No difference can be told yet: between %1$s and %2$s percentage points.', 'inkling' ), self::points( $verdict['low'] ), self::points( $verdict['high'] ) );
		}
	}

	/**
	 * A share as percentage points.
	 *
	 * @param float $share 0.0123 is 1.2.
	 */
	private static function points( float $share ): string {
		return number_format_i18n( 100 * $share, 1 );
	}
}
