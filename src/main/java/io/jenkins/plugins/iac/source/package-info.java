/**
 * The code of a run: fixed to a commit, checked out by git with everything off that could execute, hashed file by file,
 * and looked over for files that must not be in it. The one rule above all: what is judged here is what is run.
 */
package io.jenkins.plugins.iac.source;
