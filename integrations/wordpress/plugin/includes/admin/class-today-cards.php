<?php
/**
 * Cards of the page "Today".
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Prints numbers so that they can be read by eyes, and as tables by whoever has them read out. */
final class Today_Cards {

	/**
	 * Visitors and pages, beside those of the day before.
	 *
	 * @param array $today     `pages` and `visitors`.
	 * @param array $yesterday The same.
	 */
	public static function visits( array $today, array $yesterday ): void {
		$policy  = Settings::policy();
		$is_sums = 0 === $today['visitors'] && $today['pages'] > 0;
		echo '<dl class="inkling-tiles">';
		self::tile( __( 'Pages viewed', 'inkling' ), number_format_i18n( $today['pages'] ), self::before( $yesterday['pages'] ) );
		self::tile( __( 'Visitors counted', 'inkling' ), $is_sums ? '–' : number_format_i18n( $today['visitors'] ), self::before( $yesterday['visitors'] ) );
		echo '</dl>';
		if ( 'session' !== $policy ) {
			echo '<p class="description">' . esc_html__( 'Visitors are counted only where that is allowed: by their consent, or where none is asked for. All others are pages in a sum, and in no segment.', 'inkling' ) . '</p>';
		}
	}

	/**
	 * Sizes of segments.
	 *
	 * @param array[] $today By key: `visitors`.
	 * @param array[] $week  The same of seven days.
	 */
	public static function segments( array $today, array $week ): void {
		self::open( __( 'Segments', 'inkling' ) );
		if ( ! $week ) {
			self::none( __( 'Nobody has entered a segment in the last seven days.', 'inkling' ) );
			self::previews();
			return;
		}
		printf( '<table class="widefat striped inkling-table"><thead><tr><th scope="col">%s</th><th scope="col" class="num">%s</th><th scope="col" class="num">%s</th></tr></thead><tbody>', esc_html__( 'Segment', 'inkling' ), esc_html__( 'Today', 'inkling' ), esc_html__( '7 days', 'inkling' ) );
		foreach ( array_slice( $week, 0, 12, true ) as $key => $count ) {
			printf( '<tr><th scope="row">%s</th><td class="num">%s</td><td class="num">%s</td></tr>', esc_html( Segment_Names::name( (string) $key ) ), esc_html( number_format_i18n( $today[ $key ]['visitors'] ?? 0 ) ), esc_html( number_format_i18n( $count['visitors'] ) ) );
		}
		echo '</tbody></table><p class="description">' . esc_html__( 'A visitor of two days counts twice: whom days have in common is not known.', 'inkling' ) . '</p>';
		self::previews();
	}

	/** Links that show the site as somebody of a segment sees it. */
	private static function previews(): void {
		$keys = array_column( Rules::merged()['segments'], 'key' );
		$high = array_values( preg_grep( '/intent|likely|candidate/', $keys ) );
		printf( '<p><a class="button" target="_blank" href="%s">%s</a></p>', esc_url( Preview::url( $high ? $high : $keys ) ), esc_html__( 'See the site as a high-intent visitor', 'inkling' ) );
		self::close();
	}

	/**
	 * Visitors by how likely they are to do what is hoped for.
	 *
	 * @param array[] $bands By band: `visitors`.
	 */
	public static function intent( array $bands ): void {
		self::open( __( 'Intent', 'inkling' ) );
		$all   = max( 1, array_sum( array_column( $bands, 'visitors' ) ) );
		$names = array(
			'high'   => __( 'High', 'inkling' ),
			'medium' => __( 'Medium', 'inkling' ),
			'low'    => __( 'Low', 'inkling' ),
		);
		if ( ! $bands ) {
			self::none( __( 'Nobody was scored today.', 'inkling' ) );
			self::close();
			return;
		}
		echo '<dl class="inkling-bars">';
		foreach ( $names as $band => $name ) {
			$visitors = $bands[ $band ]['visitors'] ?? 0;
			$percent  = (int) round( 100 * $visitors / $all );
			printf( '<div><dt>%s</dt><dd><span class="inkling-bar is-%s" style="width:%d%%"></span><span>%s</span></dd></div>', esc_html( $name ), esc_attr( $band ), (int) max( 1, $percent ), esc_html( number_format_i18n( $visitors ) ) );
		}
		echo '</dl><p class="description">' . esc_html__( 'Scored in the page, from what a visitor did in this visit.', 'inkling' ) . '</p>';
		self::close();
	}

	/**
	 * What readers care for.
	 *
	 * @param array $topics `groups` and `withheld`.
	 * @param int   $days   Of how many days.
	 */
	public static function topics( array $topics, int $days ): void {
		/* translators: %d: number of days. */
		self::open( sprintf( __( 'What they read, in %d days', 'inkling' ), $days ) );
		if ( ! $topics['groups'] ) {
			self::none( __( 'Not enough readers yet: topics with fewer than ten are not shown.', 'inkling' ) );
		}
		echo '<div class="inkling-columns">';
		foreach ( $topics['groups'] as $group => $counts ) {
			printf( '<table class="widefat striped inkling-table"><thead><tr><th scope="col">%s</th><th scope="col" class="num">%s</th></tr></thead><tbody>', esc_html( Topics::title( $group ) ), esc_html__( 'Visitors', 'inkling' ) );
			foreach ( $counts as $name => $visitors ) {
				printf( '<tr><th scope="row">%s</th><td class="num">%s</td></tr>', esc_html( (string) $name ), esc_html( number_format_i18n( $visitors ) ) );
			}
			echo '</tbody></table>';
		}
		echo '</div>';
		if ( $topics['withheld'] > 0 && $topics['groups'] ) {
			/* translators: %s: number of topics. */
			echo '<p class="description">' . esc_html( sprintf( _n( '%s more topic has fewer than ten visitors and is not shown.', '%s more topics have fewer than ten visitors and are not shown.', $topics['withheld'], 'inkling' ), number_format_i18n( $topics['withheld'] ) ) ) . '</p>';
		}
		self::close();
	}

	/**
	 * Customers by fifths of how lately, how often and for how much they ordered.
	 *
	 * @param array $sizes `buyers`, and by letter the sizes of fifths.
	 */
	public static function customers( array $sizes ): void {
		self::open( __( 'Customers', 'inkling' ) );
		/* translators: %s: number of customers. */
		echo '<p>' . esc_html( sprintf( __( '%s customers with an order, in fifths: 5 is the best.', 'inkling' ), number_format_i18n( $sizes['buyers'] ?? 0 ) ) ) . '</p><div class="inkling-scroll" tabindex="0" role="region" aria-label="' . esc_attr__( 'Customers', 'inkling' ) . '"><table class="widefat striped inkling-table"><thead><tr><td></td>';
		foreach ( range( 5, 1 ) as $fifth ) {
			printf( '<th scope="col" class="num">%d</th>', (int) $fifth );
		}
		echo '</tr></thead><tbody>';
		$names = array(
			'r' => __( 'How lately', 'inkling' ),
			'f' => __( 'How often', 'inkling' ),
			'm' => __( 'For how much', 'inkling' ),
		);
		foreach ( $names as $letter => $name ) {
			echo '<tr><th scope="row">' . esc_html( $name ) . '</th>';
			foreach ( range( 5, 1 ) as $fifth ) {
				printf( '<td class="num">%s</td>', esc_html( number_format_i18n( $sizes[ $letter ][ $fifth ] ?? 0 ) ) );
			}
			echo '</tr>';
		}
		echo '</tbody></table></div>';
		self::close();
	}

	/**
	 * Whether all is well.
	 *
	 * @param array[] $checks By key: `label`, `state`, `text`.
	 */
	public static function checks( array $checks ): void {
		self::open( __( 'Whether all is well', 'inkling' ) );
		$words = array(
			'ok'   => __( 'Fine', 'inkling' ),
			'bad'  => __( 'To do', 'inkling' ),
			'note' => __( 'Note', 'inkling' ),
		);
		echo '<ul class="inkling-checks">';
		foreach ( $checks as $check ) {
			printf( '<li><span class="inkling-pill is-%s">%s</span><span><strong>%s</strong><br>%s</span></li>', esc_attr( $check['state'] ), esc_html( $words[ $check['state'] ] ), esc_html( $check['label'] ), esc_html( $check['text'] ) );
		}
		self::collect( $words );
		echo '</ul>';
		self::close();
	}

	/**
	 * Whether posts are answered, which a script tries from this browser. Where Inkling is off they are refused: nothing to try.
	 *
	 * @param string[] $words By state.
	 */
	private static function collect( array $words ): void {
		$is_on = Settings::get()['enabled'];
		printf(
			'<li id="inkling-collect" data-url="%s" data-ok="%s" data-ok-word="%s" data-bad="%s" data-bad-word="%s"><span class="inkling-pill %s">%s</span><span><strong>%s</strong><br><span class="inkling-check-text" role="status">%s</span></span></li>',
			esc_url( $is_on ? Endpoint::collector_url() . '/v1/own?k=' . Rules::page()['key'] : '' ),
			esc_attr__( 'This browser reached the address that pages post to.', 'inkling' ),
			esc_attr( $words['ok'] ),
			esc_attr__( 'This browser did not reach the address that pages post to: something in front of the plugin answers. Let POST requests with “?inkling=” in the address through.', 'inkling' ),
			esc_attr( $words['bad'] ),
			esc_attr( $is_on ? 'is-note' : 'is-bad' ),
			esc_html( $is_on ? $words['note'] : $words['bad'] ),
			esc_html__( 'Posts of pages are answered', 'inkling' ),
			esc_html( $is_on ? __( 'Being tried from this browser.', 'inkling' ) : __( 'Posts are refused, for Inkling is off.', 'inkling' ) )
		);
	}

	/**
	 * A number with its name.
	 *
	 * @param string $name   What it counts.
	 * @param string $number As it is read.
	 * @param string $note   Below it.
	 */
	private static function tile( string $name, string $number, string $note ): void {
		printf( '<div class="inkling-tile"><dt>%s</dt><dd><strong>%s</strong><span>%s</span></dd></div>', esc_html( $name ), esc_html( $number ), esc_html( $note ) );
	}

	/**
	 * A number of the day before.
	 *
	 * @param int $count Then.
	 */
	private static function before( int $count ): string {
		/* translators: %s: a number. */
		return sprintf( __( '%s in all of yesterday', 'inkling' ), number_format_i18n( $count ) );
	}

	/**
	 * Begins a card.
	 *
	 * @param string $title Its heading.
	 */
	public static function open( string $title ): void {
		echo '<section class="inkling-card"><h2>' . esc_html( $title ) . '</h2>';
	}

	/** Ends it. */
	public static function close(): void {
		echo '</section>';
	}

	/**
	 * Says that there is nothing, and why.
	 *
	 * @param string $text A sentence.
	 */
	public static function none( string $text ): void {
		echo '<p class="inkling-none">' . esc_html( $text ) . '</p>';
	}
}
