<?php
/**
 * Why a post cannot be read.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Thrown where a whole post is refused, so that the steps before need not carry it along. */
final class Refusal extends \RuntimeException {

	/** @var Answer */
	public $answer;

	/**
	 * Says what, where, and what would cure it.
	 *
	 * @param string $code One of the table in `Answer`.
	 * @param string $at   Path into the body.
	 * @param string $hint The cure.
	 */
	public function __construct( string $code, string $at, string $hint ) {
		parent::__construct( $code );
		$this->answer = Answer::refuse( $code, $at, $hint );
	}
}
