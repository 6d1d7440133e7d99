<?php
/**
 * What a site's privacy policy may say of Inkling.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** A suggestion that follows the settings: whoever changes them reads it again. */
final class Policy_Text {

	/** The suggestion as HTML. */
	public static function html(): string {
		$html = '<p class="privacy-policy-tutorial">' . esc_html__( 'This follows the settings of Inkling as they are now. Whether you have to ask visitors first, and on which basis you work, is for you and the law of your visitors’ countries to say.', 'inkling' ) . '</p>';
		foreach ( self::paragraphs() as $text ) {
			$html .= '<p>' . esc_html( $text ) . '</p>';
		}
		return $html;
	}

	/**
	 * One paragraph for each thing that happens.
	 *
	 * @return string[]
	 */
	private static function paragraphs(): array {
		$settings = Settings::get();
		$texts    = array(
			__( 'To learn which pages are read and which messages help, this site counts visits by itself. Addresses and the names of browsers are not stored.', 'inkling' ),
			self::of_policy( Settings::policy() ),
			__( 'If you agree to it, a random code on your device lets this site know you again on another day. You may withdraw that at any time; the code is deleted then.', 'inkling' ),
			__( 'If your browser sends Global Privacy Control, nothing of your visit is recorded.', 'inkling' ),
			/* translators: %d: number of days. */
			sprintf( __( 'Counts are deleted after %d days.', 'inkling' ), $settings['retention_days'] ),
		);
		if ( $settings['orders_basis'] && function_exists( 'WC' ) ) {
			$texts[] = __( 'We sort customers by how lately, how often and for how much they ordered, under a code made of their e-mail address. You may object to it at any time.', 'inkling' );
		}
		if ( '' !== Settings::connection()['server'] ) {
			/* translators: %s: a host. */
			$texts[] = sprintf( __( 'Events are passed on to a server that we run or have run for us: %s.', 'inkling' ), (string) wp_parse_url( Settings::connection()['server'], PHP_URL_HOST ) );
		}
		return $texts;
	}

	/**
	 * What is recorded before a choice.
	 *
	 * @param string $policy In force.
	 */
	private static function of_policy( string $policy ): string {
		$texts = array(
			'auto'           => __( 'Before you have chosen, only sums are counted: the hour and the page. Where no choice is asked of you, the pages of your visits within one day are put together under a code whose key is destroyed after two days.', 'inkling' ),
			'statistics'     => __( 'Before you have chosen, only sums are counted: the hour and the page.', 'inkling' ),
			'session'        => __( 'The pages of your visits within one day are put together under a code that is made of your shortened address and your browser’s name with a random key. The key is destroyed after two days; from then on nobody can tell whose code it was. Nothing is stored on your device for that.', 'inkling' ),
			'consented-only' => __( 'Before you have agreed, nothing is recorded.', 'inkling' ),
		);
		return $texts[ $policy ] ?? $texts['auto'];
	}
}
