<?php
/**
 * The page of the messages.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Shows each message with its own form, and takes it when it is sent. */
final class Messages_Page {

	private const ACT = 'inkling_message';

	/** @var string The campaign whose form was not taken. */
	private static $open = '';

	/** @var array What was typed there. */
	private static $typed = array();

	/** @var string[] What is wrong with it, by field. */
	private static $faults = array();

	/** Runs before the page is printed: saves and goes back, or keeps what was typed. */
	public static function take(): void {
		if ( ! Admin_Menu::is_sent( self::ACT ) ) {
			return;
		}
		$sent = isset( $_POST['inkling'] ) && is_array( $_POST['inkling'] ) ? map_deep( wp_unslash( $_POST['inkling'] ), array( Form::class, 'clean' ) ) : array();
		$key  = sanitize_key( $sent['campaign'] ?? '' );
		foreach ( Rules::base()['campaigns'] as $campaign ) {
			if ( $key === $campaign['key'] ) {
				self::take_choice( $campaign, $sent );
			}
		}
	}

	/**
	 * Keeps a choice, or what is wrong with it.
	 *
	 * @param array $campaign Of the base.
	 * @param array $sent     Texts by field.
	 */
	private static function take_choice( array $campaign, array $sent ): void {
		$key  = $campaign['key'];
		$read = Message_Rules::read( $campaign, $sent );
		if ( $read['faults'] ) {
			self::$open   = $key;
			self::$typed  = $sent;
			self::$faults = $read['faults'];
			return;
		}
		$choices         = (array) get_option( Rules::CHOICES, array() );
		$choices[ $key ] = $read['choice'];
		update_option( Rules::CHOICES, $choices, false );
		Rules::publish();
		wp_safe_redirect( Admin_Menu::url( Admin_Menu::MESSAGES ) . '&saved=' . rawurlencode( $key ) . '#inkling-message-' . rawurlencode( $key ) );
		exit;
	}

	/** Prints the page. */
	public static function render(): void {
		$saved = isset( $_GET['saved'] ) ? sanitize_key( wp_unslash( $_GET['saved'] ) ) : '';
		echo '<div class="wrap inkling"><h1>' . esc_html__( 'Messages', 'inkling' ) . '</h1>';
		echo '<p class="inkling-lead">' . esc_html__( 'Each message waits for visitors of its segment. A share of them sees nothing, so that you learn whether it helps: look at Today for what it did.', 'inkling' ) . '</p>';
		if ( Message_Words::needs_choice() ) {
			echo '<div class="notice notice-info inline"><p>' . esc_html__( 'By your settings messages reach only visitors who agreed to statistics. No consent plugin asks them, so they can agree only where a page has the block “Inkling privacy”. Under Settings you may choose otherwise.', 'inkling' ) . '</p></div>';
		}
		$campaigns = Rules::merged()['campaigns'];
		if ( ! $campaigns ) {
			echo '<div class="inkling-card"><p>' . esc_html__( 'There are no messages yet: the plugin’s rules were not found. Install the plugin once more from its zip.', 'inkling' ) . '</p></div>';
		}
		foreach ( $campaigns as $campaign ) {
			self::render_message( $campaign, $saved === $campaign['key'] );
		}
		echo '</div>';
	}

	/**
	 * Prints one message with its form.
	 *
	 * @param array $campaign With the merchant's choices.
	 * @param bool  $is_saved Whether it was saved just now.
	 */
	private static function render_message( array $campaign, bool $is_saved ): void {
		$key     = $campaign['key'];
		$is_live = 'live' === $campaign['state'];
		$is_open = self::$open === $key;
		printf( '<section class="inkling-card inkling-message" id="%s" aria-labelledby="%s">', esc_attr( 'inkling-message-' . $key ), esc_attr( 'inkling-heading-' . $key ) );
		printf(
			'<h2 id="%s">%s <span class="inkling-pill %s">%s</span></h2>',
			esc_attr( 'inkling-heading-' . $key ),
			esc_html( Segment_Names::name( $key ) ),
			esc_attr( $is_live ? 'is-on' : 'is-off' ),
			esc_html( $is_live ? __( 'On', 'inkling' ) : __( 'Off', 'inkling' ) )
		);
		if ( $is_saved ) {
			echo '<p class="inkling-done" role="status">' . esc_html__( 'Saved.', 'inkling' ) . '</p>';
		}
		echo '<p class="inkling-lead">' . esc_html( Message_Words::tell( $campaign ) ) . '</p>';
		$slot = Slot_Places::missing( $campaign );
		if ( '' !== $slot ) {
			printf( '<p class="inkling-lead"><span class="inkling-pill is-note">%s</span> %s</p>', esc_html__( 'Note', 'inkling' ), esc_html( Slot_Places::advice( $slot ) ) );
		}
		// Whoever hears one of them alone has to know which.
		printf( '<details%s><summary>%s<span class="screen-reader-text">: %s</span></summary>', $is_open ? ' open' : '', esc_html__( 'Change', 'inkling' ), esc_html( Segment_Names::name( $key ) ) );
		self::render_form( $campaign, new Form( $is_open ? self::prefix( $key, self::$faults ) : array() ) );
		echo '</details></section>';
	}

	/**
	 * The form of a message.
	 *
	 * @param array $campaign With the merchant's choices.
	 * @param Form  $form     With its faults.
	 */
	private static function render_form( array $campaign, Form $form ): void {
		$key   = $campaign['key'];
		$cap   = Message::cap( $campaign );
		$form->render_faults();
		echo '<form method="post" class="inkling-form">';
		// Several forms stand on the page, so the nonce has no id.
		printf( '<input type="hidden" name="_wpnonce" value="%s">', esc_attr( wp_create_nonce( self::ACT ) ) );
		printf( '<input type="hidden" name="inkling[campaign]" value="%s">', esc_attr( $key ) );
		foreach ( Message::texts( Message::treatment( $campaign ) ) + self::own_texts( $key ) as $place => $text ) {
			self::render_text( $form, $key, $place, $text );
		}
		if ( Message::has_code( $campaign ) && Rules::has_shop() ) {
			self::render_offer( $form, $campaign );
		}
		if ( isset( $campaign['trigger']['slot'] ) ) {
			$form->text( array( 'help' => __( 'The same name as in the block “Inkling slot” or its shortcode.', 'inkling' ) ) + self::field( $key, 'slot', __( 'Slot', 'inkling' ), $campaign['trigger']['slot'] ) );
		}
		$form->text( array( 'type' => 'number', 'attributes' => array( 'min' => 1, 'max' => 10 ) ) + self::field( $key, 'max', __( 'To one visitor, at most', 'inkling' ), $cap['max'] ) );
		$form->choice(
			array(
				'choices' => array(
					'session' => array( __( 'in one visit', 'inkling' ), '' ),
					'day'     => array( __( 'in one day', 'inkling' ), '' ),
				),
			) + self::field( $key, 'per', __( 'Counted', 'inkling' ), $cap['per'] )
		);
		$form->text(
			array(
				'type'       => 'number',
				'unit'       => '%',
				'attributes' => array( 'min' => 0, 'max' => 90 ),
				'help'       => __( 'They see nothing and are compared with all others. With 0 nobody can say what the message did.', 'inkling' ),
			) + self::field( $key, 'control', __( 'Share that sees nothing', 'inkling' ), Message::control_percent( $campaign ) )
		);
		$form->tick( array( 'title' => __( 'Shown', 'inkling' ) ) + self::field( $key, 'live', __( 'Show this message to visitors', 'inkling' ), 'live' === $campaign['state'] ) );
		$save = __( 'Save this message', 'inkling' );
		submit_button( $save, 'primary', 'submit', true, array( 'id' => 'inkling-save-' . $key, 'aria-label' => $save . ': ' . Segment_Names::name( $key ) ) );
		echo '</form>';
	}

	/**
	 * Texts that it came with: also those that are out of use at present.
	 *
	 * @param string $key Of the campaign.
	 * @return array<string, string>
	 */
	private static function own_texts( string $key ): array {
		foreach ( Rules::base()['campaigns'] as $campaign ) {
			if ( $key === $campaign['key'] ) {
				return Message::texts( Message::treatment( $campaign ) );
			}
		}
		return array();
	}

	/**
	 * Codes that the shop makes.
	 *
	 * @param Form  $form     The form.
	 * @param array $campaign With the merchant's choices.
	 */
	private static function render_offer( Form $form, array $campaign ): void {
		$key   = $campaign['key'];
		$offer = (array) ( $campaign['offer'] ?? array() );
		$form->tick( array( 'title' => __( 'Codes', 'inkling' ), 'help' => __( 'WooCommerce makes a code for each visitor, which ends by itself. Code and end above are not used then.', 'inkling' ) ) + self::field( $key, 'single_use', __( 'One for each visitor, for one use', 'inkling' ), ! isset( Message::treatment( $campaign )['code'] ) ) );
		$form->text( array( 'type' => 'number', 'unit' => '%', 'attributes' => array( 'min' => 1, 'max' => 90 ) ) + self::field( $key, 'discount', __( 'Such a code takes off', 'inkling' ), (int) round( 100 * ( $offer['discount'] ?? 0.1 ) ) ) );
		$form->text( array( 'type' => 'number', 'unit' => __( 'hours', 'inkling' ), 'attributes' => array( 'min' => 1, 'max' => 168 ) ) + self::field( $key, 'lasts', __( 'Such a code lasts', 'inkling' ), (int) ( $offer['codesLast'] ?? 24 ) ) );
	}

	/**
	 * The field of one text.
	 *
	 * @param Form   $form  The form.
	 * @param string $key   Of the campaign.
	 * @param string $place In the treatment.
	 * @param string $text  As it is.
	 */
	private static function render_text( Form $form, string $key, string $place, string $text ): void {
		$field = self::field( $key, 'texts.' . $place, self::label( $place ), $text );
		if ( 'text' === $place ) {
			$form->area( $field );
		} else {
			$form->text( $field );
		}
	}

	/**
	 * What a text is called.
	 *
	 * @param string $place In the treatment.
	 */
	private static function label( string $place ): string {
		$labels = array(
			'title'        => __( 'Heading', 'inkling' ),
			'text'         => __( 'Text', 'inkling' ),
			'question'     => __( 'Question', 'inkling' ),
			'thanks'       => __( 'Thanks', 'inkling' ),
			'addAll'       => __( 'Button that adds all', 'inkling' ),
			'open'         => __( 'Button that opens it', 'inkling' ),
			'action.label' => __( 'Label of the link', 'inkling' ),
			'action.url'   => __( 'Address of the link', 'inkling' ),
			'code'         => __( 'Code', 'inkling' ),
			'ends'         => __( 'End of the code', 'inkling' ),
			'dismiss'      => __( 'Label that closes it', 'inkling' ),
		);
		if ( isset( $labels[ $place ] ) ) {
			return $labels[ $place ];
		}
		$number = (int) explode( '.', $place )[1] + 1;
		/* translators: %d: its number. */
		return sprintf( 0 === strpos( $place, 'answers' ) ? __( 'Answer %d', 'inkling' ) : __( 'Line %d', 'inkling' ), $number );
	}

	/**
	 * A field of a message with its present value.
	 *
	 * @param string $key   Of the campaign.
	 * @param string $name  Of the field.
	 * @param string $label Of the field.
	 * @param mixed  $value As saved.
	 * @return array
	 */
	private static function field( string $key, string $name, string $label, $value ): array {
		$parts = explode( '.', $name, 2 );
		if ( self::$open === $key ) {
			$typed = isset( $parts[1] ) ? ( self::$typed[ $parts[0] ][ $parts[1] ] ?? $value ) : ( self::$typed[ $name ] ?? '' );
			$value = $typed;
		}
		return array(
			'name'    => $key . '-' . $name,
			'sent_as' => 'inkling[' . $parts[0] . ']' . ( isset( $parts[1] ) ? '[' . $parts[1] . ']' : '' ),
			'label'   => $label,
			'value'   => $value,
		);
	}

	/**
	 * Faults by the ids that fields have on the page.
	 *
	 * @param string   $key    Of the campaign.
	 * @param string[] $faults By field.
	 * @return string[]
	 */
	private static function prefix( string $key, array $faults ): array {
		$named = array();
		foreach ( $faults as $name => $fault ) {
			$named[ $key . '-' . $name ] = $fault;
		}
		return $named;
	}
}
