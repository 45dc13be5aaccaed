/**
 * Reads configuration in HCL's native and JSON syntax without evaluating anything, and judges what stands there before
 * any tool or provider sees it.
 *
 * <p>The reader splits a file into exactly the tokens, templates, blocks and attributes that Terraform sees (held by a
 * differential test against the binary). Inside an expression it keeps the nesting and leaves the grammar of operators
 * to the tool: an expression that only Terraform would refuse does no harm. What it cannot read is refused.
 */
package io.jenkins.plugins.iac.scan;
