<?php
/**
 * What a message is for, in words.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Tells of a message whom it reaches, when, and to what end. */
final class Message_Words {

	/** Whether nobody is in a segment before a choice, while no consent plugin asks for one. */
	public static function needs_choice(): bool {
		return 'session' !== Settings::policy() && ! Consent::has_source();
	}

	/**
	 * Whom a message is for, when, and to what end, in a sentence each.
	 *
	 * @param array $campaign Of the rules.
	 */
	public static function tell( array $campaign ): string {
		$trigger = (array) ( $campaign['trigger'] ?? array() );
		$keys    = array_merge( (array) ( $trigger['entry'] ?? array() ), (array) ( $campaign['audience']['all'] ?? array() ), (array) ( $campaign['audience']['any'] ?? array() ) );
		$names   = implode( ', ', array_map( array( Segment_Names::class, 'name' ), array_unique( $keys ) ) );
		/* translators: %s: names of segments. */
		$for = '' === $names ? __( 'For every visitor.', 'inkling' ) : sprintf( __( 'For visitors of: %s.', 'inkling' ), $names );
		return implode( ' ', array_filter( array( $for, self::tell_when( $trigger ), self::tell_goal( (string) ( $campaign['goal']['event'] ?? '' ) ) ) ) );
	}

	/**
	 * What it is to lead to.
	 *
	 * @param string $event Of the campaign's goal.
	 */
	private static function tell_goal( string $event ): string {
		$goals = array(
			'Signed Up'       => __( 'Its goal: a sign-up, of which your form tells with data-inkling-event="Signed Up".', 'inkling' ),
			'Order Completed' => __( 'Its goal: an order.', 'inkling' ),
			'Page Viewed'     => __( 'Its goal: that they read on.', 'inkling' ),
		);
		/* translators: %s: name of an event. */
		return $goals[ $event ] ?? ( '' === $event ? '' : sprintf( __( 'Its goal: “%s”.', 'inkling' ), $event ) );
	}

	/**
	 * What sets it off.
	 *
	 * @param array $trigger Of the campaign.
	 */
	private static function tell_when( array $trigger ): string {
		if ( isset( $trigger['slot'] ) ) {
			return __( 'It stands in a slot of the page.', 'inkling' );
		}
		if ( isset( $trigger['exitIntent'] ) ) {
			return __( 'It comes when they are about to leave.', 'inkling' );
		}
		if ( isset( $trigger['idle'] ) ) {
			return __( 'It comes when they have done nothing for a while.', 'inkling' );
		}
		return isset( $trigger['entry'] ) ? __( 'It comes when they become one.', 'inkling' ) : '';
	}
}
