<?php
/**
 * The page "Today".
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** What was counted today, and what messages did: sums only, for nobody is kept who could be looked at. */
final class Today implements Module {

	/** Effects need more than a day. */
	private const EFFECT_DAYS = 30;

	private const TOPIC_DAYS = 7;

	public static function hook(): void {
		add_action( 'admin_enqueue_scripts', array( self::class, 'add_script' ) );
	}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}

	/**
	 * A script that asks, from here, whether posts are answered.
	 *
	 * @param string $hook Name of the page that is shown.
	 */
	public static function add_script( string $hook ): void {
		if ( 'toplevel_page_' . Admin_Menu::TODAY === $hook ) {
			wp_enqueue_script( 'inkling-today', plugins_url( 'assets/today.js', PLUGIN_FILE ), array(), VERSION, true );
		}
	}

	/** Prints the page. */
	public static function render(): void {
		self::count();
		$today = Today_Numbers::day( 0 );
		echo '<div class="wrap inkling"><h1>' . esc_html__( 'Today', 'inkling' ) . '</h1>';
		/* translators: 1: a date, 2: a time. */
		echo '<p class="inkling-lead">' . esc_html( sprintf( __( '%1$s, as of %2$s', 'inkling' ), wp_date( get_option( 'date_format' ) ), wp_date( get_option( 'time_format' ) ) ) ) . '</p>';
		$checks = Checks::all();
		$is_bad = in_array( 'bad', array_column( $checks, 'state' ), true );
		if ( $is_bad ) {
			Today_Cards::checks( $checks );
		}
		Today_Cards::visits( Today_Numbers::visits( $today ), Today_Numbers::visits( Today_Numbers::day( 1 ) ) );
		echo '<div class="inkling-columns">';
		Today_Cards::segments( Today_Numbers::of_kind( 'segment', $today ), Today_Numbers::of_kind( 'segment', Today_Numbers::day( self::TOPIC_DAYS - 1 ) ) );
		Today_Cards::intent( Today_Numbers::of_kind( 'intent', $today ) );
		echo '</div>';
		Effects_Card::render( Message_Effects::compare( Today_Numbers::effects( Today_Numbers::day( self::EFFECT_DAYS - 1 ) ) ), self::EFFECT_DAYS );
		Today_Cards::topics( Topics::group( Today_Numbers::of_kind( 'topic', Today_Numbers::day( self::TOPIC_DAYS - 1 ) ) ), self::TOPIC_DAYS );
		self::customers();

		/** Fires after the cards of the page. */
		do_action( 'inkling_today_cards' );
		if ( ! $is_bad ) {
			Today_Cards::checks( $checks );
		}
		echo '</div>';
	}

	/** Counts what waits, so that whoever looks sees what is. */
	private static function count(): void {
		if ( is_callable( array( Aggregate::class, 'run' ) ) ) {
			Aggregate::run( 2 );
			if ( function_exists( 'WC' ) ) {
				Woo_Told::work( false, 2 );
			}
		}
	}

	/** Customers by their orders, where WooCommerce has any. */
	private static function customers(): void {
		if ( function_exists( 'WC' ) && is_callable( array( Woo_Customers::class, 'sizes' ) ) ) {
			Today_Cards::customers( Woo_Customers::sizes() );
		}
	}
}
