<?php
/**
 * Rows of our forms.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Prints fields with their label, help and fault, tied together for those who hear the page. */
final class Form {

	/** @var string[] What is wrong, by field. */
	private $faults;

	/**
	 * A form after its faults, if there are any.
	 *
	 * @param string[] $faults By field.
	 */
	public function __construct( array $faults ) {
		$this->faults = $faults;
	}

	/**
	 * What was sent, as it was typed, but for characters that nobody can type: it is judged by its field, and escaped where it is shown.
	 *
	 * @param string $text Unslashed.
	 */
	public static function clean( string $text ): string {
		return (string) preg_replace( '/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/', '', wp_check_invalid_utf8( $text ) );
	}

	/** Says above the form that something is wrong, with a link to each place. */
	public function render_faults(): void {
		if ( ! $this->faults ) {
			return;
		}
		echo '<div class="notice notice-error inkling-faults" role="alert"><p>' . esc_html__( 'Nothing was saved yet. What you typed is still here:', 'inkling' ) . '</p><ul>';
		foreach ( $this->faults as $field => $fault ) {
			printf( '<li><a href="#%s">%s</a></li>', esc_attr( 'inkling-' . $field ), esc_html( $fault ) );
		}
		echo '</ul></div>';
	}

	/**
	 * A field of one line.
	 *
	 * @param array $field `name`, `label`, `value`, and as needed `help`, `type`, `unit`, `attributes`.
	 */
	public function text( array $field ): void {
		$name = $field['name'];
		$this->open( $field );
		printf(
			'<input id="%1$s" name="%2$s" type="%3$s" value="%4$s" class="%5$s" %6$s%7$s>',
			esc_attr( 'inkling-' . $name ),
			esc_attr( $field['sent_as'] ?? $name ),
			esc_attr( $field['type'] ?? 'text' ),
			esc_attr( (string) $field['value'] ),
			esc_attr( 'number' === ( $field['type'] ?? '' ) ? 'small-text' : 'regular-text' ),
			$this->described_html( $field ),
			self::attributes_html( $field['attributes'] ?? array() )
		);
		if ( isset( $field['unit'] ) ) {
			echo ' <span class="inkling-unit">' . esc_html( $field['unit'] ) . '</span>';
		}
		$this->close( $field );
	}

	/**
	 * A field of several lines.
	 *
	 * @param array $field `name`, `label`, `value`, and as needed `help`, `rows`.
	 */
	public function area( array $field ): void {
		$this->open( $field );
		printf(
			'<textarea id="%1$s" name="%2$s" rows="%3$d" class="large-text" %4$s>%5$s</textarea>',
			esc_attr( 'inkling-' . $field['name'] ),
			esc_attr( $field['sent_as'] ?? $field['name'] ),
			(int) ( $field['rows'] ?? 3 ),
			$this->described_html( $field ),
			esc_textarea( (string) $field['value'] )
		);
		$this->close( $field );
	}

	/**
	 * A box to tick.
	 *
	 * @param array $field `name`, `label`, `value`, and as needed `help`, `title` for the left column.
	 */
	public function tick( array $field ): void {
		$name = $field['name'];
		echo '<div class="inkling-row"><div class="inkling-label">' . esc_html( $field['title'] ?? '' ) . '</div><div class="inkling-field">';
		printf(
			'<label class="inkling-tick" for="%1$s"><input id="%1$s" name="%2$s" type="checkbox" value="1" %3$s %4$s> %5$s</label>',
			esc_attr( 'inkling-' . $name ),
			esc_attr( $field['sent_as'] ?? $name ),
			checked( (bool) $field['value'], true, false ),
			$this->described_html( $field ),
			esc_html( $field['label'] )
		);
		$this->close( $field );
	}

	/**
	 * One of several, each told in a sentence.
	 *
	 * @param array $field `name`, `label`, `value`, `choices` (by value: title and sentence).
	 */
	public function choice( array $field ): void {
		$name = $field['name'];
		printf( '<fieldset class="inkling-row" id="%s"><legend class="inkling-label">%s</legend><div class="inkling-field">', esc_attr( 'inkling-' . $name ), esc_html( $field['label'] ) );
		foreach ( $field['choices'] as $value => $told ) {
			printf(
				'<label class="inkling-choice"><input name="%1$s" type="radio" value="%2$s" %3$s><span><strong>%4$s</strong><span class="description">%5$s</span></span></label>',
				esc_attr( $field['sent_as'] ?? $name ),
				esc_attr( $value ),
				checked( $field['value'], $value, false ),
				esc_html( $told[0] ),
				esc_html( $told[1] )
			);
		}
		$this->fault( $name );
		echo '</div></fieldset>';
	}

	/**
	 * Begins a row with its label.
	 *
	 * @param array $field The field.
	 */
	private function open( array $field ): void {
		printf( '<div class="inkling-row"><div class="inkling-label"><label for="%s">%s</label></div><div class="inkling-field">', esc_attr( 'inkling-' . $field['name'] ), esc_html( $field['label'] ) );
	}

	/**
	 * Ends it with help and fault.
	 *
	 * @param array $field The field.
	 */
	private function close( array $field ): void {
		if ( isset( $field['help'] ) ) {
			printf( '<p class="description" id="%s">%s</p>', esc_attr( 'inkling-' . $field['name'] . '-help' ), esc_html( $field['help'] ) );
		}
		$this->fault( $field['name'] );
		echo '</div></div>';
	}

	/**
	 * What is wrong with a field.
	 *
	 * @param string $name Of the field.
	 */
	private function fault( string $name ): void {
		if ( isset( $this->faults[ $name ] ) ) {
			printf( '<p class="inkling-fault" id="%s">%s</p>', esc_attr( 'inkling-' . $name . '-fault' ), esc_html( $this->faults[ $name ] ) );
		}
	}

	/**
	 * Ties a field to its help and its fault.
	 *
	 * @param array $field The field.
	 */
	private function described_html( array $field ): string {
		$ids = array();
		if ( isset( $field['help'] ) ) {
			$ids[] = 'inkling-' . $field['name'] . '-help';
		}
		if ( isset( $this->faults[ $field['name'] ] ) ) {
			$ids[] = 'inkling-' . $field['name'] . '-fault';
		}
		$tied_html = $ids ? 'aria-describedby="' . esc_attr( implode( ' ', $ids ) ) . '"' : '';
		return $tied_html . ( isset( $this->faults[ $field['name'] ] ) ? ' aria-invalid="true"' : '' );
	}

	/**
	 * Further attributes.
	 *
	 * @param array $attributes By name.
	 */
	private static function attributes_html( array $attributes ): string {
		$parts_html = array();
		foreach ( $attributes as $name => $value ) {
			$parts_html[] = ' ' . esc_attr( $name ) . '="' . esc_attr( (string) $value ) . '"';
		}
		return implode( '', $parts_html );
	}
}
